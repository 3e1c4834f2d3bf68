package signalbox.rpc.yamux;

import java.io.IOException;

/// Nothing can be sent on this stream any more, or no stream can be opened.
public final class StreamClosedException extends IOException {
  private static final long serialVersionUID = 1;

  StreamClosedException(String message) {
    super(message);
  }
}
