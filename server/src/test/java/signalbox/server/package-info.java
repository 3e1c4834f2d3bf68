@NullMarked
package signalbox.server;

import org.jspecify.annotations.NullMarked;
