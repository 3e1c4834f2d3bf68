@NullMarked
package signalbox.server.agentlog;

import org.jspecify.annotations.NullMarked;
