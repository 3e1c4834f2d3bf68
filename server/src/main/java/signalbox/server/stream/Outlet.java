package signalbox.server.stream;

/// Where one watcher's bytes go: a thin face of an open response or socket. It lives on one event
/// loop; but for [#loop], everything here is called on that loop only.
public interface Outlet {
  Loop loop();

  Framing framing();

  /// Whether the peer reads so slowly that more bytes would pile up here. What does not fit must
  /// not be written: mark the watcher and send it the present when the outlet drains.
  boolean full();

  /// Sends what [#framing] encoded. Nothing happens on a closed outlet.
  void write(Frame frame);

  /// What to do whenever a full outlet has room again.
  void onDrain(Runnable task);

  /// What to do when the outlet is closed, by whichever side; at once when it is already.
  void onClose(Runnable task);

  /// Ends the stream in good order.
  void end();

  /// The same, and says why where the transport has a place for that.
  ///
  /// @param reason a few words
  default void end(String reason) {
    end();
  }

  /// Cuts off a peer that cannot keep up.
  void drop();
}
