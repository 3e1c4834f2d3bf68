@NullMarked
package signalbox.server.connection;

import org.jspecify.annotations.NullMarked;
