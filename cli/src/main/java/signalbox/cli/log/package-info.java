/// How a server's log looks.
@NullMarked
package signalbox.cli.log;

import org.jspecify.annotations.NullMarked;
