@NullMarked
package signalbox.agent.process;

import org.jspecify.annotations.NullMarked;
