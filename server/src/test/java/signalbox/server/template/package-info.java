@NullMarked
package signalbox.server.template;

import org.jspecify.annotations.NullMarked;
