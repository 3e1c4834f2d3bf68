package signalbox.server.build;

import java.time.Instant;

/// What becomes of the wish for another deadline.
public sealed interface ExtendResult {
  record Extended(Instant deadline) implements ExtendResult {}

  record NotStarted(String transition) implements ExtendResult {}

  record StillBuilding() implements ExtendResult {}

  /// It has no deadline: it runs until somebody stops it.
  record NoDeadline() implements ExtendResult {}

  record TooSoon() implements ExtendResult {}

  record BeyondMax() implements ExtendResult {}
}
