package signalbox.server.id;

import java.util.UUID;

public record AppStatusId(UUID value) implements Id {
  public static AppStatusId next() {
    return new AppStatusId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
