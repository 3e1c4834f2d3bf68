package signalbox.server.build;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a build does to its workspace.
public enum Transition {
  START,
  STOP,
  DELETE;

  /// The transition's name in JSON and in SQL.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Transition> ofWire(String text) {
    return Arrays.stream(values()).filter(transition -> transition.wire().equals(text)).findFirst();
  }
}
