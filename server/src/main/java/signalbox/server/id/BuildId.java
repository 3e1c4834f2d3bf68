package signalbox.server.id;

import java.util.UUID;

public record BuildId(UUID value) implements Id {
  public static BuildId next() {
    return new BuildId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
