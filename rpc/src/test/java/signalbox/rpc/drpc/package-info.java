/// Calls between a client and a server of ours, and the bytes of a packet.
@NullMarked
package signalbox.rpc.drpc;

import org.jspecify.annotations.NullMarked;
