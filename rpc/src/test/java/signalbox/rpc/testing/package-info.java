/// Connections in memory and recorded conversations, for tests.
@NullMarked
package signalbox.rpc.testing;

import org.jspecify.annotations.NullMarked;
