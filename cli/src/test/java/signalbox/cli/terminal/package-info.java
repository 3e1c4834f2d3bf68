@NullMarked
package signalbox.cli.terminal;

import org.jspecify.annotations.NullMarked;
