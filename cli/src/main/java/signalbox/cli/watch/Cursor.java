package signalbox.cli.watch;

import java.util.Optional;
import signalbox.cli.http.ServerEvent;

/// How far a stream has been read. A stream that is cut while the present is still being sent
/// cannot be resumed: the ids of the first snapshots already stand for all of them, and the rest
/// would never come. Only what can follow nothing but the whole present shows that it is complete:
/// an event, or a ping that is not the opening one. For one thread.
final class Cursor {
  private String id = "";
  private boolean complete;
  private boolean opening;

  /// A stream begins.
  void opened() {
    opening = true;
  }

  void saw(ServerEvent event) {
    switch (event.type()) {
      case "ping" -> {
        if (!opening) complete = true;
        opening = false;
      }
      case "reset" -> complete = false;
      case "workspace_event" -> complete = true;
      default -> {}
    }
    if (!event.id().isEmpty()) id = event.id();
  }

  /// What to resume after; empty when the stream is to begin with the present.
  Optional<String> lastEventId() {
    return complete && !id.isEmpty() ? Optional.of(id) : Optional.empty();
  }
}
