package signalbox.server.id;

import java.util.UUID;

public record TemplateId(UUID value) implements Id {
  public static TemplateId next() {
    return new TemplateId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
