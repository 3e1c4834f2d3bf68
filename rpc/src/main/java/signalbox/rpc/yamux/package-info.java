/// yamux, version 0: many streams over one connection, each with a window for either direction.
///
/// A [signalbox.rpc.yamux.Session] reads on one thread, which hands what comes to each stream's
/// [signalbox.rpc.yamux.Receiver]. All that goes out passes one [signalbox.rpc.yamux.Outbox]. One
/// lock guards a session's state; it is held neither during I/O nor while a receiver is called.
///
/// Source: the protocol's public specification, version 0, and what Coder's agents were seen to do.
@NullMarked
package signalbox.rpc.yamux;

import org.jspecify.annotations.NullMarked;
