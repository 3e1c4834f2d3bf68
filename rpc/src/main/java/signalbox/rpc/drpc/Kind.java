package signalbox.rpc.drpc;

import java.util.Optional;

/// What a packet says.
enum Kind {
  /// Begins a call; the body is its path.
  INVOKE(1),
  MESSAGE(2),
  /// Ends the call; the body is a code of 8 bytes and a text.
  ERROR(3),
  CANCEL(4),
  /// Ends the call both ways.
  CLOSE(5),
  /// The sender will send no more.
  CLOSE_SEND(6),
  /// Comes before INVOKE.
  INVOKE_METADATA(7);

  private final int code;

  Kind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Optional<Kind> of(int code) {
    return switch (code) {
      case 1 -> Optional.of(INVOKE);
      case 2 -> Optional.of(MESSAGE);
      case 3 -> Optional.of(ERROR);
      case 4 -> Optional.of(CANCEL);
      case 5 -> Optional.of(CLOSE);
      case 6 -> Optional.of(CLOSE_SEND);
      case 7 -> Optional.of(INVOKE_METADATA);
      default -> Optional.empty();
    };
  }
}
