package signalbox.server.id;

import java.util.UUID;

public record AgentId(UUID value) implements Id {
  public static AgentId next() {
    return new AgentId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
