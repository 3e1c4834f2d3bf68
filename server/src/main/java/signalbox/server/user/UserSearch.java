package signalbox.server.user;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.UserId;
import signalbox.server.search.SearchQuery;

/// Which users are looked for. Null and empty: any.
///
/// @param only the only user whom the caller may see
/// @param text part of the e-mail address, username or name
/// @param roles all of them
/// @param service accounts of services, of which there are none
public record UserSearch(
    @Nullable UserId only,
    @Nullable String text,
    @Nullable String name,
    @Nullable String username,
    @Nullable String email,
    List<String> statuses,
    List<String> roles,
    List<String> loginTypes,
    boolean service,
    @Nullable Instant seenBefore,
    @Nullable Instant seenAfter,
    @Nullable Instant createdBefore,
    @Nullable Instant createdAfter) {
  private static final Set<String> STATUSES =
      Set.of(Account.ACTIVE, Account.DORMANT, Account.SUSPENDED);
  private static final Set<String> LOGIN_TYPES =
      Set.of("password", "github", "oidc", "token", "none", "oauth2_provider_app");

  static UserSearch parse(String q, @Nullable UserId only) {
    var query = SearchQuery.parse(q, "Invalid user search query.");
    var words = String.join(" ", query.words());
    var search =
        new UserSearch(
            only,
            query.one("search").orElse(words.isEmpty() ? null : words),
            query.one("name").orElse(null),
            query.one("username").orElse(null),
            query.one("email").orElse(null),
            query.manyOf("status", STATUSES),
            query.many("role").stream().filter(role -> !role.equals(Account.MEMBER)).toList(),
            query.manyOf("login_type", LOGIN_TYPES),
            query.flag("service_account").orElse(false),
            query.time("last_seen_before").orElse(null),
            query.time("last_seen_after").orElse(null),
            query.time("created_before").orElse(null),
            query.time("created_after").orElse(null));
    query.check();
    return search;
  }
}
