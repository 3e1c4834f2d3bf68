package signalbox.server.bus;

import org.jspecify.annotations.Nullable;

/// Whether subscribers hear what was published on their own replica.
///
/// @param quiet prefix of the channels on which they do not; null when they always do
public record Echo(@Nullable String quiet) {
  /// As every bus does unless it is told otherwise.
  public static final Echo DELIVER = new Echo(null);

  /// Only what other replicas publish arrives.
  public static final Echo SKIP_OWN = new Echo("");

  /// For channels on which a replica tells itself on a shorter way.
  public static Echo skipOwnOn(String prefix) {
    return new Echo(prefix);
  }

  boolean skipsOwn(String channel) {
    return quiet != null && channel.startsWith(quiet);
  }
}
