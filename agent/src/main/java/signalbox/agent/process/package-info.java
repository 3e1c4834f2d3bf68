/// Programs that the agent starts, and their ends.
@NullMarked
package signalbox.agent.process;

import org.jspecify.annotations.NullMarked;
