@NullMarked
package signalbox.server.search;

import org.jspecify.annotations.NullMarked;
