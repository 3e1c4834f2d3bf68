@NullMarked
package signalbox.server.bus;

import org.jspecify.annotations.NullMarked;
