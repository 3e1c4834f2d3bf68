/// How a command ends.
@NullMarked
package signalbox.cli.exit;

import org.jspecify.annotations.NullMarked;
