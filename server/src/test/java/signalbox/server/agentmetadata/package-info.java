@NullMarked
package signalbox.server.agentmetadata;

import org.jspecify.annotations.NullMarked;
