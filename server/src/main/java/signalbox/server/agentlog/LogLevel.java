package signalbox.server.agentlog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How much a line matters.
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR;

  private static final Map<String, LogLevel> BY_WIRE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(LogLevel::wire, Function.identity()));

  /// The level's name in JSON and in SQL.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<LogLevel> ofWire(String wire) {
    return Optional.ofNullable(BY_WIRE.get(wire));
  }
}
