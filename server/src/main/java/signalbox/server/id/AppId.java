package signalbox.server.id;

import java.util.UUID;

public record AppId(UUID value) implements Id {
  public static AppId next() {
    return new AppId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
