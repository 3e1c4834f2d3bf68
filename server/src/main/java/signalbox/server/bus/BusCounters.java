package signalbox.server.bus;

import java.util.concurrent.atomic.LongAdder;

/// Where the parts of a bus count; [BusStats] says what. Thread-safe.
final class BusCounters {
  final LongAdder published = new LongAdder();
  final LongAdder unsent = new LongAdder();
  final LongAdder received = new LongAdder();
  final LongAdder overflowed = new LongAdder();
  final LongAdder reconnects = new LongAdder();

  BusStats stats(boolean connected, Subscribers subscribers) {
    return new BusStats(
        connected,
        published.sum(),
        unsent.sum(),
        received.sum(),
        overflowed.sum(),
        reconnects.sum(),
        subscribers.count(),
        subscribers.channels().size());
  }
}
