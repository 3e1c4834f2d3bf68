package signalbox.rpc.yamux;

/// How a session ended.
///
/// @param detail in words, for a log
public record SessionEnd(Reason reason, String detail) {
  public enum Reason {
    /// The peer ended the connection in good order, which is how agents leave.
    PEER_LEFT,
    /// We closed it.
    CLOSED,
    /// The connection failed while it was read or written.
    CONNECTION_FAILED,
    /// The peer broke the rules, or went beyond a limit.
    PEER_MISBEHAVED,
    /// Too many pings are unanswered.
    PEER_SILENT,
    /// The peer says that we, or it, cannot go on.
    PEER_GAVE_UP
  }

  @Override
  public String toString() {
    return "the session has ended: " + detail;
  }
}
