package signalbox.server.http;

import java.time.Instant;

/// Something open that its event loop looks after until it closes. Everything here happens on the
/// loop.
interface Lasting {
  /// Sends a sign of life, if there is one to send.
  void beat();

  /// Ends it in good order.
  void end();

  /// Cuts off a peer that has not read since then.
  void dropIfFullSince(Instant limit);

  /// What to do when it is closed, by whichever side; at once when it is already.
  void onClose(Runnable task);
}
