package signalbox.server.whole;

/// Whose things a path names.
enum Thing {
  /// They exist, and are one member's.
  ALICES,
  /// They do not exist.
  NOBODYS
}
