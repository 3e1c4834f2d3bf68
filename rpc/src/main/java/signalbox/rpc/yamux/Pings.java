package signalbox.rpc.yamux;

import java.util.ArrayDeque;
import java.util.Iterator;

/// Our pings that have not been answered. Two may be open at once. Guarded by the session's lock.
final class Pings {
  static final int UNANSWERED_MAX = 2;

  private record Ping(int opaque, Runnable answered) {}

  private final ArrayDeque<Ping> open = new ArrayDeque<>(UNANSWERED_MAX);
  private int next;

  boolean tooManyUnanswered() {
    return open.size() >= UNANSWERED_MAX;
  }

  /// @return the number that the answer has to repeat; they count from 0
  long next(Runnable answered) {
    open.add(new Ping(next, answered));
    return Integer.toUnsignedLong(next++);
  }

  /// @return what to do about it: nothing if we did not ask
  Runnable answered(int opaque) {
    for (Iterator<Ping> pings = open.iterator(); pings.hasNext(); ) {
      var ping = pings.next();
      if (ping.opaque == opaque) {
        pings.remove();
        return ping.answered;
      }
    }
    return () -> {};
  }
}
