package signalbox.server.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a database is and who enters it: `postgres://user:password@host:port/database?parameters`,
/// the connection URI of libpq.
///
/// @param user the account's name, decoded as everything here
/// @param password empty when there is none
/// @param hosts `host` or `host:port`; several of them, with commas, are tried in turn
/// @param parameters by their pgjdbc names, in their order
public record PostgresUrl(
    String user, String password, String hosts, String database, Map<String, String> parameters) {
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:([^:@/?#]+)(?::([^:@/?#]*))?@)?([^@/?#]+)(?:/([^/?#]*))?(?:\\?([^#]*))?");
  private static final String HOST = "(?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?";
  private static final Pattern HOSTS = Pattern.compile(HOST + "(?:," + HOST + ")*");

  /// What pgjdbc calls otherwise than libpq does.
  private static final Map<String, String> RENAMED =
      Map.of("application_name", "ApplicationName", "connect_timeout", "connectTimeout");

  public PostgresUrl {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// Reads an address as a person typed it; without a user it is the system's, without a database
  /// the one named after the user, as libpq has it.
  ///
  /// @throws IllegalArgumentException with one sentence for that person, which never shows the
  ///   password
  public static PostgresUrl parse(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches() || !HOSTS.matcher(form.group(3)).matches()) throw malformed(text);
    try {
      var user =
          form.group(1) == null ? System.getProperty("user.name", "") : decoded(form.group(1));
      var database = decoded(form.group(4));
      return new PostgresUrl(
          user,
          decoded(form.group(2)),
          form.group(3),
          database.isEmpty() ? user : database,
          parameters(form.group(5)));
    } catch (IllegalArgumentException _) {
      throw malformed(text);
    }
  }

  /// For pgjdbc; user and password go beside it.
  public String jdbcUrl() {
    return "jdbc:postgresql://" + hosts + "/" + encoded(database) + query();
  }

  /// The whole address with its password: for files and for whoever asks, not for logs.
  public String text() {
    var secret = password.isEmpty() ? "" : ":" + encoded(password);
    return "postgres://" + encoded(user) + secret + "@" + hosts + "/" + encoded(database) + query();
  }

  /// The port of the first host.
  public int port() {
    var first = hosts.split(",", 2)[0];
    var port = first.substring(first.lastIndexOf(':') + 1);
    return first.contains(":") && !port.endsWith("]") ? Integer.parseInt(port) : 5432;
  }

  /// The same server and account, another database.
  public PostgresUrl withDatabase(String other) {
    return new PostgresUrl(user, password, hosts, other, parameters);
  }

  /// Without the password, so that it may be logged.
  @Override
  public String toString() {
    return "postgres://" + encoded(user) + "@" + hosts + "/" + encoded(database);
  }

  private String query() {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(joining("&", "?", ""));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new LinkedHashMap<String, String>();
    if (query == null || query.isEmpty()) return parameters;
    for (var pair : query.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals < 1) throw new IllegalArgumentException(pair);
      var name = decoded(pair.substring(0, equals));
      parameters.put(RENAMED.getOrDefault(name, name), decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "A PostgreSQL address looks like postgres://user:password@host:5432/database, with special"
            + " characters in the password as %40; this one does not: "
            + text.strip().replaceFirst("(?s)://.*@", "://***@"));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }

  private static String decoded(@Nullable String part) {
    return part == null ? "" : URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
  }
}
