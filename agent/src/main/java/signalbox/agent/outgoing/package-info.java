/// What waits to be told to the server. It outlives connections, and it is bounded.
@NullMarked
package signalbox.agent.outgoing;

import org.jspecify.annotations.NullMarked;
