@NullMarked
package signalbox.server.job;

import org.jspecify.annotations.NullMarked;
