@NullMarked
package signalbox.server.workspace;

import org.jspecify.annotations.NullMarked;
