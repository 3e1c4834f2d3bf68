@NullMarked
package signalbox.server.agentrpc;

import org.jspecify.annotations.NullMarked;
