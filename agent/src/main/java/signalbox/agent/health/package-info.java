/// Whether the workspace's apps answer.
@NullMarked
package signalbox.agent.health;

import org.jspecify.annotations.NullMarked;
