package signalbox.server.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Person;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.UserId;
import signalbox.wire.Json;
import signalbox.wire.OrganizationMember;
import signalbox.wire.SlimRole;
import signalbox.wire.User;

/// One user as stored.
///
/// @param username unique without regard to case, as is the e-mail address
/// @param passwordHash Argon2id in PHC form; null when the user has no password
/// @param status `active`, `dormant` (has not been seen yet) or `suspended` (locked out)
/// @param roles site roles besides member, which everyone is
/// @param deleted whether the account is gone; it stays for what it made
/// @param lastSeenAt precise to an hour; null when never
public record Account(
    UserId id,
    String username,
    String email,
    String name,
    String avatarUrl,
    @Nullable String passwordHash,
    String loginType,
    String status,
    List<String> roles,
    boolean deleted,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastSeenAt,
    List<UUID> organizationIds) {

  public static final String ACTIVE = "active";
  public static final String DORMANT = "dormant";
  public static final String SUSPENDED = "suspended";

  /// The site role that runs the deployment.
  public static final String OWNER = "owner";

  /// The site role that everyone has, so that it is not stored.
  static final String MEMBER = "member";

  public boolean isSuspended() {
    return status.equals(SUSPENDED);
  }

  public boolean isDormant() {
    return status.equals(DORMANT);
  }

  /// Whether this user runs the deployment.
  public boolean isOwner() {
    return roles.contains(OWNER);
  }

  Person person() {
    return new Person(id, username);
  }

  User wire() {
    return new User(
        id.value(),
        username,
        name,
        avatarUrl,
        email,
        createdAt,
        updatedAt,
        lastSeen(),
        status,
        loginType,
        organizationIds.isEmpty() ? null : organizationIds,
        slimRoles(),
        false);
  }

  /// @param since when the user became a member
  OrganizationMember asMember(OrganizationId organization, Instant since) {
    return new OrganizationMember(
        username,
        name,
        avatarUrl,
        email,
        status,
        loginType,
        lastSeen(),
        createdAt,
        updatedAt,
        slimRoles(),
        false,
        id.value(),
        organization.value(),
        since,
        since,
        List.of());
  }

  private Instant lastSeen() {
    return lastSeenAt == null ? Json.NEVER : lastSeenAt;
  }

  private List<SlimRole> slimRoles() {
    return roles.stream()
        .map(
            role ->
                new SlimRole(role, Character.toUpperCase(role.charAt(0)) + role.substring(1), null))
        .toList();
  }
}
