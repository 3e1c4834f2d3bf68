/// A workspace's scripts: at its start, at its stop, and by the clock.
@NullMarked
package signalbox.agent.script;

import org.jspecify.annotations.NullMarked;
