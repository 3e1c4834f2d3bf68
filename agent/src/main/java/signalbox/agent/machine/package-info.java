/// How much of the machine is in use, as far as it costs nothing to know.
@NullMarked
package signalbox.agent.machine;

import org.jspecify.annotations.NullMarked;
