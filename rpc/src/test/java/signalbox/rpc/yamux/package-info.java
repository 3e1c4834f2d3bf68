/// The rules of the connection, broken and kept.
@NullMarked
package signalbox.rpc.yamux;

import org.jspecify.annotations.NullMarked;
