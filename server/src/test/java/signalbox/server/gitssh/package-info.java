@NullMarked
package signalbox.server.gitssh;

import org.jspecify.annotations.NullMarked;
