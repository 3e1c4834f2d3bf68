package signalbox.server.stream;

/// Is told how many streams are open, for the metrics. Thread-safe and quick.
public interface StreamGauge {
  /// A stream of this framing was opened (+1) or closed (-1).
  void change(Framing framing, int by);
}
