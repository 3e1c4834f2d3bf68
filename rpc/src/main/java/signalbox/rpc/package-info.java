/// Remote calls between a server and its agents: dRPC over yamux over any stream of bytes. Knows no
/// domain, no HTTP library and no protobuf: a message is a `byte[]`.
///
/// ```
/// Transport      bytes in order, however they are cut     a WebSocket, a socket, a pipe
/// yamux          many streams with windows of their own   one Session for each Transport
/// drpc           packets, calls                           RpcServer, RpcClient
/// ```
///
/// Promises:
/// 1. A session has one thread, which reads; it may be virtual, and nothing else runs while nothing
///    happens. Writing and each running call take a virtual thread for as long as they last. A
///    thread that is parked costs about one kilobyte: 10,000 idle agents, each with the two calls
///    that it keeps open, were measured at 8 KB each with all three threads (`IdleSessionsTest`).
///    Pushing bytes from event loops into the demultiplexer would save one of the three, and calls
///    would then run among the server's other work on the loops; so it is not done.
/// 2. The reading thread waits for no call and for no reader of ours. It stops reading only while
///    its own answers (pings, acceptances) find no room in the socket.
/// 3. Who does not take its messages stops its peer by the window of its stream, and nobody else. A
///    slow socket stops those who write to it.
/// 4. What a session holds is bounded by [signalbox.rpc.Limits]. Who goes beyond it, or breaks the
///    rules of yamux, loses the session; who breaks those of dRPC loses the stream.
/// 5. When a session ends, whatever the reason, every call on it hears of it.
/// 6. No clock runs in here. Keep-alive is [signalbox.rpc.yamux.Session#beat], called from outside.
@NullMarked
package signalbox.rpc;

import org.jspecify.annotations.NullMarked;
