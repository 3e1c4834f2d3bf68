package signalbox.rpc.drpc;

import java.io.IOException;

/// The peer broke the rules of dRPC, so that this yamux stream cannot go on.
final class DrpcException extends IOException {
  private static final long serialVersionUID = 1;

  DrpcException(String message) {
    super(message);
  }
}
