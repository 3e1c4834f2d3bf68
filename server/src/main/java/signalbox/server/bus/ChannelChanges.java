package signalbox.server.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/// Channels whose subscribers have come or gone, for the thread that owns the listening connection
/// to look at. Says nothing about what to do: the thread decides from who is subscribed when it
/// looks, so a change that is overtaken by another does no harm. Thread-safe.
///
/// While there is no connection nothing is kept here, because a new connection begins with all
/// channels.
final class ChannelChanges {
  /// @param seen completed when the thread has done what the channel needs
  record Change(String channel, CompletableFuture<Void> seen) {}

  private final ReentrantLock lock = new ReentrantLock();
  private List<Change> waiting = new ArrayList<>();
  private boolean connected;

  /// To be called after the subscriber was added or removed.
  ///
  /// @return done when the thread has looked at the channel; at once while there is no connection
  CompletableFuture<Void> add(String channel) {
    var seen = new CompletableFuture<Void>();
    lock.lock();
    try {
      if (connected) waiting.add(new Change(channel, seen));
      else seen.complete(null);
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /// Everything since the last time.
  List<Change> take() {
    lock.lock();
    try {
      var taken = waiting;
      waiting = new ArrayList<>();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// To be called before the thread looks which channels there are: who is subscribed by then and
  /// was not kept waiting is among them.
  void connect() {
    lock.lock();
    try {
      connected = true;
    } finally {
      lock.unlock();
    }
  }

  /// Lets everybody go who waits.
  void disconnect() {
    lock.lock();
    try {
      connected = false;
      for (var change : take()) change.seen().complete(null);
    } finally {
      lock.unlock();
    }
  }
}
