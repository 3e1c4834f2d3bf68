package signalbox.server.id;

import java.util.UUID;

public record OrganizationId(UUID value) implements Id {
  public static OrganizationId next() {
    return new OrganizationId(Id.next());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
