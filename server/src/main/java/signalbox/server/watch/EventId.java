package signalbox.server.watch;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names the place of a message in an owner's log: `<epoch>.<seq>`. What clients send back to
/// resume. Between epoch and dot may stand what the client was still owed at that message: `~` for
/// everything, `~<n>` for all that changed after number n.
///
/// @param epoch names the database
/// @param seq number of the last event that whoever has this message has seen
record EventId(String epoch, Owed owed, long seq) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,32})(?:(~)([0-9]{0,18}))?\\.([0-9]{1,18})");

  /// A message after which nothing more is owed than what its own tick had.
  static EventId settled(String epoch, long seq) {
    return new EventId(epoch, Owed.lastTick(seq), seq);
  }

  static Optional<EventId> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) return Optional.empty();
    var seq = Long.parseLong(match.group(4));
    return Optional.of(new EventId(match.group(1), owed(match.group(2), match.group(3), seq), seq));
  }

  private static Owed owed(@Nullable String mark, String since, long seq) {
    if (mark == null) return Owed.lastTick(seq);
    return since.isEmpty() ? new Owed.Everything() : new Owed.Since(Long.parseLong(since));
  }

  @Override
  public String toString() {
    var mark =
        switch (owed) {
          case Owed.Everything _ -> "~";
          case Owed.Since(var since) -> owed.equals(Owed.lastTick(seq)) ? "" : "~" + since;
        };
    return epoch + mark + "." + seq;
  }
}
