@NullMarked
package signalbox.cli.api;

import org.jspecify.annotations.NullMarked;
