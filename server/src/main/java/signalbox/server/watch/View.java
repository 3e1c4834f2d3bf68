package signalbox.server.watch;

/// Whose eyes look. The only difference is that a favourite is a favourite for its owner alone.
public enum View {
  OWNER,
  OTHER
}
