package signalbox.server.stream;

import signalbox.server.access.Caller;
import signalbox.server.id.UserId;
import signalbox.server.time.Subscription;

/// Watches over open streams: ends those whose reader is no longer signed in, or may no longer see
/// what they show, within five seconds of the change, on whichever replica it was made.
public interface StreamGuard {
  /// Takes a stream into custody until it closes. Called on the outlet's loop.
  ///
  /// @param owner whose workspaces it shows
  void guard(Outlet outlet, Caller.Session session, UserId owner);

  /// The same for what is no outlet, until the answer is closed.
  ///
  /// @param end ends it; must not block
  Subscription guard(Caller.Session session, UserId owner, Runnable end);
}
