/// What the agent tells whoever started it.
@NullMarked
package signalbox.agent.console;

import org.jspecify.annotations.NullMarked;
