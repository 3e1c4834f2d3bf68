@NullMarked
package signalbox.cli.watch;

import org.jspecify.annotations.NullMarked;
