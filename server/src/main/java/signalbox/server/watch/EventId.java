package signalbox.server.watch;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names one event of an owner in one database: `<epoch>.<seq>`. What clients send back to resume.
record EventId(String epoch, long seq) {
  private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,32})\\.([0-9]{1,18})");

  static Optional<EventId> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new EventId(match.group(1), Long.parseLong(match.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return epoch + "." + seq;
  }
}
