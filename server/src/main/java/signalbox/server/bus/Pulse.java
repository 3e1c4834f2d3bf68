package signalbox.server.bus;

/// Notices a connection that is dead without having said so: several periods in a row a wake was
/// sent and nothing at all was heard. Thread-safe, but one thread counts the periods.
final class Pulse {
  /// So many silent periods are too many.
  static final int PATIENCE = 3;

  private volatile boolean sent;
  private volatile boolean heard;
  private int silentPeriods;

  /// A wake has been sent.
  void sent() {
    sent = true;
  }

  /// The listening connection is new or has brought something.
  void heard() {
    heard = true;
  }

  /// To be asked once at the end of each period.
  boolean isLost() {
    if (heard) silentPeriods = 0;
    else if (sent) silentPeriods++;
    heard = false;
    sent = false;
    if (silentPeriods < PATIENCE) return false;
    silentPeriods = 0;
    return true;
  }
}
