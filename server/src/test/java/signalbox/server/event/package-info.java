@NullMarked
package signalbox.server.event;

import org.jspecify.annotations.NullMarked;
