/// dRPC: calls, unary and streaming, each on a yamux stream of its own.
///
/// What comes is parsed on the session's reading thread and waits in the call's inbox; that thread
/// also hears at once that a call was cancelled. A call on the server takes a virtual thread from
/// its Invoke to its end, and its handler is written in plain blocking code.
///
/// Source: storj's dRPC as Coder's agents speak it.
@NullMarked
package signalbox.rpc.drpc;

import org.jspecify.annotations.NullMarked;
