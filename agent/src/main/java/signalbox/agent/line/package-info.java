/// The line to the server: dialled, kept alive, and dialled again for as long as the agent runs.
@NullMarked
package signalbox.agent.line;

import org.jspecify.annotations.NullMarked;
