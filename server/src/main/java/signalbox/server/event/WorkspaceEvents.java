package signalbox.server.event;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import signalbox.server.bus.Bus;
import signalbox.server.bus.Delivery;
import signalbox.server.event.EventListener.Heard;
import signalbox.server.time.Subscription;
import signalbox.wire.BadJson;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceEvent;

/// Workspace events on the bus: every subscriber gets them checked the same way.
public final class WorkspaceEvents {
  private static final UUID NIL = new UUID(0, 0);

  private WorkspaceEvents() {}

  public static Subscription subscribe(Bus bus, String channel, EventListener listener) {
    return bus.subscribe(channel, delivery -> listener.on(heard(delivery)));
  }

  /// In this order: what the bus itself reports, what is not JSON, what lacks something. A kind
  /// that we do not know passes.
  static Heard heard(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Gap _ ->
          new Heard(Optional.empty(), Optional.of("some messages may be missing"));
      case Delivery.Message(var payload) -> heard(payload);
    };
  }

  private static Heard heard(String payload) {
    try {
      var event = Json.read(payload.getBytes(StandardCharsets.UTF_8), WorkspaceEvent.class);
      return new Heard(Optional.of(event), fault(event));
    } catch (BadJson e) {
      return new Heard(Optional.empty(), Optional.of("the payload is not a workspace event"));
    }
  }

  private static Optional<String> fault(WorkspaceEvent event) {
    if (event.workspaceId() == null || event.workspaceId().equals(NIL))
      return Optional.of("workspace_id is missing");
    if (event.kind() == null || event.kind().isEmpty()) return Optional.of("kind is missing");
    if (event.kind().equals(Kind.AGENT_LIFECYCLE.wire()) && event.agentId() == null) {
      return Optional.of("agent_id is missing");
    }
    return Optional.empty();
  }
}
