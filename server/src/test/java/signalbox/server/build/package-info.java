@NullMarked
package signalbox.server.build;

import org.jspecify.annotations.NullMarked;
