/// The door for apps inside the workspace: they report without a token, and without caring whether
/// the server is there.
@NullMarked
package signalbox.agent.local;

import org.jspecify.annotations.NullMarked;
