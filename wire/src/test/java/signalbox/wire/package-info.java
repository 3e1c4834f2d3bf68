/// How the public JSON looks, and what reading it refuses.
@NullMarked
package signalbox.wire;

import org.jspecify.annotations.NullMarked;
