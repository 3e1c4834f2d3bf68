package signalbox.cli;

import java.util.Locale;

/// What an app can say that it is doing.
enum ReportedState {
  WORKING,
  IDLE,
  COMPLETE,
  FAILURE;

  /// As it stands on the wire.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
