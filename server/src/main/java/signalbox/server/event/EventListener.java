package signalbox.server.event;

import java.util.Optional;
import signalbox.wire.WorkspaceEvent;

/// Hears what arrives on an owner's channel.
public interface EventListener {
  void on(Heard heard);

  /// One arrival: an event, an error, or an event that is not valid together with what is wrong
  /// with it.
  ///
  /// @param event empty when the bus lost messages or the payload is not JSON
  /// @param error empty when all is well
  record Heard(Optional<WorkspaceEvent> event, Optional<String> error) {}
}
