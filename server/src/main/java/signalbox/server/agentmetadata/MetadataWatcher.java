package signalbox.server.agentmetadata;

import java.time.Duration;
import java.time.Instant;
import signalbox.server.stream.Outlet;

/// One client that watches the metadata of an agent. Lives on its outlet's loop and is called on
/// that loop only.
final class MetadataWatcher {
  /// No two frames are closer to one another.
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// So old a frame is repeated, for the ages in it.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Outlet outlet;
  private final Board board;
  private Instant shownAt;
  private long shown;

  /// @param now when it was shown the present, on which the first repeat does not depend
  MetadataWatcher(Outlet outlet, Board board, Instant now) {
    this.outlet = outlet;
    this.board = board;
    this.shownAt = now;
  }

  /// A tick has passed: shows what is new if it is time for that. A slow peer skips steps.
  void tick(Instant now) {
    var age = Duration.between(shownAt, now);
    if (age.compareTo(SHORTEST) < 0 || outlet.full()) return;
    var version = board.version();
    if (version == shown && age.compareTo(LONGEST) < 0) return;
    var frame = board.frame(outlet.framing(), now);
    if (frame.isEmpty()) return;
    shownAt = now;
    shown = version;
    outlet.write(frame.get());
  }
}
