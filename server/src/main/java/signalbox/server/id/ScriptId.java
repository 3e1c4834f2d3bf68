package signalbox.server.id;

import java.util.UUID;

public record ScriptId(UUID value) implements Id {
  public static ScriptId next() {
    return new ScriptId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
