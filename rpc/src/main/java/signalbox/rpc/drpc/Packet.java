package signalbox.rpc.drpc;

/// One thing that the peer said, put together from its frames.
///
/// @param call which call on this yamux stream; they count from 1
/// @param message its place among the sender's packets of this call; they count from 1
record Packet(Kind kind, long call, long message, byte[] body) {}
