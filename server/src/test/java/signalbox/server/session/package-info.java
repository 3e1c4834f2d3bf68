@NullMarked
package signalbox.server.session;

import org.jspecify.annotations.NullMarked;
