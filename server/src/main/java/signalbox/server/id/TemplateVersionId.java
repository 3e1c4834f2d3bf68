package signalbox.server.id;

import java.util.UUID;

public record TemplateVersionId(UUID value) implements Id {
  public static TemplateVersionId next() {
    return new TemplateVersionId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
