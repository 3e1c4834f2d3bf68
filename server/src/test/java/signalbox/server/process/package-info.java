@NullMarked
package signalbox.server.process;

import org.jspecify.annotations.NullMarked;
