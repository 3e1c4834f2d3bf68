package signalbox.server.agentlog;

/// What became of lines that an agent wanted to have in its log.
public sealed interface Appended {
  /// All are stored.
  record Stored() implements Appended {}

  /// None is stored, nor will any later one be: they would not fit in the log.
  ///
  /// @param before whether that was so already
  record Exceeded(boolean before) implements Appended {}

  /// The agent may no longer speak.
  record StaleAgent() implements Appended {}
}
