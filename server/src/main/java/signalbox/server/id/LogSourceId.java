package signalbox.server.id;

import java.util.UUID;

public record LogSourceId(UUID value) implements Id {
  public static LogSourceId next() {
    return new LogSourceId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
