@NullMarked
package signalbox.server.postgres;

import org.jspecify.annotations.NullMarked;
