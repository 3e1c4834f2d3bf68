package signalbox.server.id;

import java.util.UUID;

public record ResourceId(UUID value) implements Id {
  public static ResourceId next() {
    return new ResourceId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
