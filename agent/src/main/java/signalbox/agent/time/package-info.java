/// Time, which tests step.
@NullMarked
package signalbox.agent.time;

import org.jspecify.annotations.NullMarked;
