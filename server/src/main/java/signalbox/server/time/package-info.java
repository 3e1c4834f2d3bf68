@NullMarked
package signalbox.server.time;

import org.jspecify.annotations.NullMarked;
