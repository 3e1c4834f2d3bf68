package signalbox.rpc.yamux;

import java.util.Optional;

/// Decides about the streams that the peer opens. Called on the session's reading thread; must not
/// block, and must not use the stream before it has returned.
public interface Acceptor {
  /// Refuses all: for a client, whose server opens none.
  Acceptor NOBODY = _ -> Optional.empty();

  /// @return empty to refuse, which resets the stream
  Optional<Receiver> accept(Stream stream);
}
