package signalbox.server.http;

import java.util.Locale;
import java.util.Optional;

/// Where a request carries its credential. The first place that has one wins, even when what it has
/// is stale.
public final class Credentials {
  /// Name of the cookie and of the query parameter.
  public static final String SESSION_COOKIE = "coder_session_token";

  static final String SESSION_HEADER = "Coder-Session-Token";
  private static final String BEARER = "bearer ";

  private Credentials() {}

  /// In order: cookie, query `coder_session_token`, header, bearer, query `access_token`.
  public static Optional<String> of(Call call) {
    return nonEmpty(call.cookie(SESSION_COOKIE))
        .or(() -> nonEmpty(call.query(SESSION_COOKIE)))
        .or(() -> nonEmpty(call.header(SESSION_HEADER)))
        .or(() -> bearer(call))
        .or(() -> nonEmpty(call.query("access_token")));
  }

  static Optional<String> bearer(Call call) {
    return call.header("Authorization")
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip())
        .filter(value -> !value.isEmpty());
  }

  private static Optional<String> nonEmpty(Optional<String> value) {
    return value.filter(text -> !text.isEmpty());
  }
}
