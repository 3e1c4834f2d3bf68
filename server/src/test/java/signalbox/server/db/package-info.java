@NullMarked
package signalbox.server.db;

import org.jspecify.annotations.NullMarked;
