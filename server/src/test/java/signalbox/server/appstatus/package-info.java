@NullMarked
package signalbox.server.appstatus;

import org.jspecify.annotations.NullMarked;
