package signalbox.server.id;

import java.util.UUID;

public record FileId(UUID value) implements Id {
  public static FileId next() {
    return new FileId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
