@NullMarked
package signalbox.server.liveness;

import org.jspecify.annotations.NullMarked;
