package signalbox.server.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.UserId;
import signalbox.wire.SlimRole;
import signalbox.wire.User;

/// One user as stored.
///
/// @param passwordHash Argon2id in PHC form; null when the user has no password
/// @param status `active`, `dormant` (has not been seen yet) or `suspended` (locked out)
/// @param roles site roles besides member, which everyone is
/// @param deleted whether the account is gone; it stays for what it made
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
    Instant lastSeenAt,
    List<UUID> organizationIds) {

  public static final String ACTIVE = "active";
  public static final String DORMANT = "dormant";
  public static final String SUSPENDED = "suspended";

  /// The site role that runs the deployment.
  public static final String OWNER = "owner";

  public boolean isSuspended() {
    return status.equals(SUSPENDED);
  }

  public boolean isDormant() {
    return status.equals(DORMANT);
  }

  public User wire() {
    return new User(
        id.value(),
        username,
        name,
        avatarUrl,
        email,
        createdAt,
        updatedAt,
        lastSeenAt,
        status,
        loginType,
        organizationIds.isEmpty() ? null : organizationIds,
        roles.stream().map(Account::role).toList(),
        false);
  }

  private static SlimRole role(String name) {
    return new SlimRole(name, Character.toUpperCase(name.charAt(0)) + name.substring(1), null);
  }
}
