/// What the whole library promises, tried from outside.
@NullMarked
package signalbox.rpc;

import org.jspecify.annotations.NullMarked;
