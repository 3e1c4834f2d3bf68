@NullMarked
package signalbox.server.http;

import org.jspecify.annotations.NullMarked;
