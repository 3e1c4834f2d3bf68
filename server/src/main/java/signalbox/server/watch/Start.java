package signalbox.server.watch;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Framing;
import signalbox.wire.Json;

/// Where a follower begins.
sealed interface Start {
  /// With the present.
  record Fresh() implements Start {}

  /// After the events that it has seen.
  ///
  /// @param owed what it may lack of them
  /// @param unsure the workspaces that this comes to
  record At(long position, Owed owed, Set<WorkspaceId> unsure) implements Start {}

  /// With the present, after it has been told that it could not go on where it was.
  ///
  /// @param reason `expired`, `epoch` or `unknown`
  record Reset(String reason, String asked) implements Start {
    private record Data(String reason, @Nullable String asked) {}

    Framing.Message message(String epoch, long position) {
      var id = new EventId(epoch, new Owed.Everything(), position);
      return new Framing.Message("reset", id.toString(), Json.bytes(new Data(reason, asked)));
    }
  }
}
