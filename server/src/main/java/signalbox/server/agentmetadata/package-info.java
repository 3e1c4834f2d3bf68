/// What agents find out about their machines again and again. Only the newest value of each counts:
/// values are written in batches, and watchers are shown the present, not each step.
@NullMarked
package signalbox.server.agentmetadata;

import org.jspecify.annotations.NullMarked;
