@NullMarked
package signalbox.agent.outgoing;

import org.jspecify.annotations.NullMarked;
