package signalbox.server.build;

/// Why a start is not possible, as its log and its job tell it.
final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1;

  CannotStart(String why) {
    super(why, null, false, false);
  }
}
