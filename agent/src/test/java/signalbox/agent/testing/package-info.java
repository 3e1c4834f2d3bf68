/// What tests of the agent stand on.
@NullMarked
package signalbox.agent.testing;

import org.jspecify.annotations.NullMarked;
