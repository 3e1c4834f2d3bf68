package signalbox.server.id;

import java.util.UUID;

public record JobId(UUID value) implements Id {
  public static JobId next() {
    return new JobId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
