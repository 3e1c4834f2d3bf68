@NullMarked
package signalbox.server.user;

import org.jspecify.annotations.NullMarked;
