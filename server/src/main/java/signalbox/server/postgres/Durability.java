package signalbox.server.postgres;

/// What a commit survives.
public enum Durability {
  /// A power cut.
  DISK,
  /// An end of this program, but no end of the machine: quicker, for tests.
  MEMORY
}
