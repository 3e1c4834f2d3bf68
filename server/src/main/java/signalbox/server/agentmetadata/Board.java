package signalbox.server.agentmetadata;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.wire.Json;

/// The metadata of one agent that is watched here, encoded at most once for each moment and
/// framing. Thread-safe.
final class Board {
  private int watchers;
  private long version;
  private @Nullable List<Metadatum> items;
  private @Nullable Instant encodedAt;
  private final Map<Framing, Frame> frames = new EnumMap<>(Framing.class);

  synchronized void come() {
    watchers++;
  }

  /// @return whether nobody is left
  synchronized boolean leave() {
    watchers--;
    return watchers == 0;
  }

  /// What is the same as before is no news.
  synchronized void put(List<Metadatum> read) {
    if (read.equals(items)) return;
    version++;
    items = List.copyOf(read);
    encodedAt = null;
  }

  /// Grows with each change; 0 until the metadata have been read.
  synchronized long version() {
    return version;
  }

  /// The whole of it at a time, which its ages depend on; empty until it has been read.
  synchronized Optional<Frame> frame(Framing framing, Instant now) {
    var present = items;
    if (present == null) return Optional.empty();
    if (!now.equals(encodedAt)) frames.clear();
    encodedAt = now;
    return Optional.of(frames.computeIfAbsent(framing, f -> frame(f, present, now)));
  }

  static Frame frame(Framing framing, List<Metadatum> items, Instant now) {
    var all = items.stream().map(item -> item.wire(now)).toList();
    return framing.frame(new Framing.Message("data", Json.bytes(all)));
  }
}
