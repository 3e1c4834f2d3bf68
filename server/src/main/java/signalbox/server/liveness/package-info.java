/// Whether somebody is still there: agents by their connections, and what apps said by the agent
/// that it came from. Only rules, without a database or a clock.
@NullMarked
package signalbox.server.liveness;

import org.jspecify.annotations.NullMarked;
