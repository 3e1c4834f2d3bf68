package signalbox.server.whole;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Map;
import signalbox.server.http.Route;

/// The table of routes, roles and answers, as `docs/access.md` has it.
final class AccessTable {
  private static final String INTRODUCTION =
      """
      # Who gets which answer

      Every route of the server, asked by everybody, with the HTTP status of the answer. A test asks
      the running server (`AccessTest`) and fails when this page differs from what it heard. All that
      the paths name belongs to one member, the *owner of the object*. Requests that have a body sent
      `{}`, so 400 says that the caller was let in and only the request was incomplete; 426 says the
      same of a WebSocket that was asked for without an upgrade.

      The rules behind it:

      * 401: the route wants a user's token, or an agent's, and there was none or one of the other kind.
      * 404: what the path names is not there, or is not for this caller. The body is the same.
      * 403: the caller may see it, and may not do this.

      """;

  private AccessTable() {}

  static String of(Map<Route, Map<Role, Integer>> answers) {
    var roles = Arrays.stream(Role.values()).map(role -> role.title).collect(joining(" | "));
    var line = "|---".repeat(Role.values().length + 3) + "|\n";
    var rows =
        answers.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).sorted().toList();
    return INTRODUCTION
        + "| path | method | open to | "
        + roles
        + " |\n"
        + line
        + String.join("", rows);
  }

  private static String row(Route route, Map<Role, Integer> statuses) {
    var cells = statuses.values().stream().map(String::valueOf).collect(joining(" | "));
    return "| `%s` | %s | %s | %s |\n".formatted(route.path(), route.method(), who(route), cells);
  }

  private static String who(Route route) {
    return switch (route.access()) {
      case OPEN -> "anybody";
      case SESSION -> "users";
      case DEPLOYMENT -> "admins";
      case AGENT -> "agents";
    };
  }
}
