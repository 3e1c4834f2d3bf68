package signalbox.server.id;

import java.util.UUID;

public record WorkspaceId(UUID value) implements Id {
  public static WorkspaceId next() {
    return new WorkspaceId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
