package signalbox.cli;

import java.util.Locale;

/// How results are printed.
enum OutputFormat {
  /// For people.
  TABLE,
  /// For programs: what the server said, unchanged.
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
