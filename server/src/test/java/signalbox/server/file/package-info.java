@NullMarked
package signalbox.server.file;

import org.jspecify.annotations.NullMarked;
