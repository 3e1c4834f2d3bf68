/// What tests of every feature stand on.
@NullMarked
package signalbox.server.testing;

import org.jspecify.annotations.NullMarked;
