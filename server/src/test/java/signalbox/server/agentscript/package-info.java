@NullMarked
package signalbox.server.agentscript;

import org.jspecify.annotations.NullMarked;
