package signalbox.rpc.drpc;

import java.util.Map;

/// A call, as its handler sees it. Thread-safe.
public interface Call {
  /// Which method was called: `/package.Service/Method`.
  String path();

  /// What the caller sent along, such as where it is in a trace; mostly empty.
  Map<String, String> metadata();

  /// What to do when the caller is gone before the handler has returned: it cancelled, or its
  /// session ended. At once when it is gone already. A handler that waits for anything but its
  /// caller has to wait for this too; nobody interrupts it, because that would break what it is in
  /// the middle of, such as the connection to a database.
  ///
  /// @param task runs on the session's reading thread; must be short and must not block
  void onEnd(Runnable task);
}
