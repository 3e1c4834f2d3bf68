package signalbox.server.bus;

/// Whether subscribers hear what was published on their own replica.
public enum Echo {
  /// As every bus does unless it is told otherwise.
  DELIVER,

  /// For a replica that tells itself on a shorter way: only what others publish arrives.
  SKIP_OWN
}
