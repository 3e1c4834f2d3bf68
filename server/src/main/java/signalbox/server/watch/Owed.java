package signalbox.server.watch;

/// Which snapshots a follower may lack although it has seen every event up to its place in the log.
/// It travels in the id of each message, so whoever is cut off anywhere gets, when it resumes, what
/// it was not sent.
sealed interface Owed {
  /// Of the workspaces that anything happened to after a number of the log. In ordinary traffic
  /// that is the number one page back: a tick has at most a page of events and ends with their
  /// snapshots.
  record Since(long seq) implements Owed {}

  /// Of every workspace: its first snapshots are still being sent.
  record Everything() implements Owed {}

  /// What may be lacking just because the last bytes were cut off.
  static Owed lastTick(long position) {
    return new Since(Math.max(0, position - FeedReader.PAGE));
  }
}
