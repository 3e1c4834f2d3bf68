package signalbox.rpc.drpc;

import java.util.concurrent.atomic.AtomicLong;
import signalbox.rpc.yamux.ProtocolException;

/// How many bytes of a session's peer are kept here, on all its streams together. Thread-safe.
final class Held {
  private final AtomicLong bytes = new AtomicLong();
  private final long max;

  Held(long max) {
    this.max = max;
  }

  /// @throws ProtocolException when that is too much, which ends the session; it is counted all the
  ///   same
  void add(long more) throws ProtocolException {
    if (bytes.addAndGet(more) > max) {
      throw new ProtocolException("more than " + max + " bytes that nobody is done with");
    }
  }

  void remove(long less) {
    bytes.addAndGet(-less);
  }

  long bytes() {
    return bytes.get();
  }
}
