@NullMarked
package signalbox.server.id;

import org.jspecify.annotations.NullMarked;
