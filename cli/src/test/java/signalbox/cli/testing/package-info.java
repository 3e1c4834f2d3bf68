@NullMarked
package signalbox.cli.testing;

import org.jspecify.annotations.NullMarked;
