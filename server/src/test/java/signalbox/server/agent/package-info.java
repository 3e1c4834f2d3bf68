@NullMarked
package signalbox.server.agent;

import org.jspecify.annotations.NullMarked;
