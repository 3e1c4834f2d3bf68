@NullMarked
package signalbox.agent;

import org.jspecify.annotations.NullMarked;
