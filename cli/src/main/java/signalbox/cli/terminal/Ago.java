package signalbox.cli.terminal;

import java.time.Duration;

/// Spans of time as people say them.
public final class Ago {
  private static final int SECONDS_SHOWN_MAX = 90;
  private static final int MINUTES_SHOWN_MAX = 90;
  private static final int HOURS_SHOWN_MAX = 48;

  private Ago() {}

  /// How long something is ago, such as `12s ago`. A clock that is behind the server's shows `now`.
  public static String of(Duration span) {
    return span.toSeconds() < 1 ? "now" : brief(span) + " ago";
  }

  /// The span in its largest fitting unit, such as `12s` or `3d`.
  public static String brief(Duration span) {
    var seconds = Math.max(0, span.toSeconds());
    if (seconds < SECONDS_SHOWN_MAX) return seconds + "s";
    if (span.toMinutes() < MINUTES_SHOWN_MAX) return span.toMinutes() + "m";
    if (span.toHours() < HOURS_SHOWN_MAX) return span.toHours() + "h";
    return span.toDays() + "d";
  }
}
