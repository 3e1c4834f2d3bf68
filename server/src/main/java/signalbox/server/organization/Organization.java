package signalbox.server.organization;

import java.time.Instant;
import java.util.List;
import signalbox.server.id.OrganizationId;

/// A group of users that templates and workspaces belong to. A new deployment has one, the default.
///
/// @param name unique without regard to case
public record Organization(
    OrganizationId id,
    String name,
    String displayName,
    String description,
    String icon,
    boolean isDefault,
    Instant createdAt,
    Instant updatedAt) {

  /// What every member may do here, by the wire's name for it: have workspaces.
  private static final List<String> MEMBERS_MAY = List.of("organization-workspace-access");

  signalbox.wire.Organization wire() {
    return new signalbox.wire.Organization(
        id.value(),
        name,
        displayName,
        icon,
        description,
        createdAt,
        updatedAt,
        isDefault,
        MEMBERS_MAY);
  }

  Organizations.Known known() {
    return new Organizations.Known(id, name, displayName, icon);
  }
}
