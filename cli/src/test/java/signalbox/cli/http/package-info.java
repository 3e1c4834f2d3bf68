@NullMarked
package signalbox.cli.http;

import org.jspecify.annotations.NullMarked;
