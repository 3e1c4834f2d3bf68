@NullMarked
package signalbox.server.watch;

import org.jspecify.annotations.NullMarked;
