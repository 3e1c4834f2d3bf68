package signalbox.server.appstatus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an app does at the moment.
public enum State {
  WORKING,
  IDLE,
  COMPLETE,
  FAILURE;

  /// The state's name in JSON and in SQL.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Compared without regard to case.
  static Optional<State> ofWire(String text) {
    return Arrays.stream(values()).filter(state -> state.wire().equalsIgnoreCase(text)).findFirst();
  }
}
