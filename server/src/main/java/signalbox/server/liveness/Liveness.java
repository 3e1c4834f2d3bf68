package signalbox.server.liveness;

import java.util.Locale;

/// Whether what an app said last can still be believed.
public enum Liveness {
  /// Whoever said it is there, or said it a short while ago.
  LIVE,
  /// Whoever said it has not been heard of for too long. That is not "done": nobody knows.
  LOST,
  /// The build in which it was said is over.
  ENDED;

  /// The name in JSON.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
