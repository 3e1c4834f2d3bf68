/// Values that people see beside a workspace, each measured by a script of its own at its own
/// interval.
@NullMarked
package signalbox.agent.metadata;

import org.jspecify.annotations.NullMarked;
