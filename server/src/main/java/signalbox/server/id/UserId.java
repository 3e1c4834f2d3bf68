package signalbox.server.id;

import java.util.UUID;

public record UserId(UUID value) implements Id {
  public static UserId next() {
    return new UserId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
