package signalbox.rpc.drpc;

/// A streaming call, as its handler sees it. It ends when the handler returns or throws.
public interface ServerStream extends Call, MessageStream {}
