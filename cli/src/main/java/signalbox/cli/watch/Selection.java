package signalbox.cli.watch;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.cli.http.ServerEvent;
import signalbox.wire.BadJson;
import signalbox.wire.Json;
import signalbox.wire.Workspace;

/// What of an owner's workspaces is watched.
///
/// @param workspace null for all of them
/// @param app a slug; null for all apps
public record Selection(@Nullable UUID workspace, @Nullable String app) {
  private record Named(@Nullable UUID id, @Nullable UUID workspaceId) {}

  boolean has(Workspace candidate) {
    return workspace == null || workspace.equals(candidate.id());
  }

  boolean hasApp(String slug) {
    return app == null || app.equals(slug);
  }

  /// Whether the event is about something selected, or about the stream itself.
  boolean has(ServerEvent event) {
    if (workspace == null) return true;
    return switch (event.type()) {
      case "snapshot" -> workspace.equals(named(event).id());
      case "workspace_event" -> workspace.equals(named(event).workspaceId());
      default -> true;
    };
  }

  private static Named named(ServerEvent event) {
    try {
      return Json.read(event.data().getBytes(java.nio.charset.StandardCharsets.UTF_8), Named.class);
    } catch (BadJson e) {
      return new Named(null, null);
    }
  }
}
