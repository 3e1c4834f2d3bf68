package signalbox.rpc.yamux;

import java.io.IOException;

/// The peer did what it must not do, so that the session cannot go on.
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  public ProtocolException(String message) {
    super(message);
  }
}
