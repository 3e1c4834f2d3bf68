@NullMarked
package signalbox.server.organization;

import org.jspecify.annotations.NullMarked;
