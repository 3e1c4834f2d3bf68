@NullMarked
package signalbox.server.tailnet;

import org.jspecify.annotations.NullMarked;
