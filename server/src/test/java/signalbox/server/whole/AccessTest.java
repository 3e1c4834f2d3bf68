package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import signalbox.server.http.Access;
import signalbox.server.http.Route;

/// Every route, asked by everybody: nobody gets further than the one rule lets them, and who may
/// not read a thing cannot tell that it is there. The routes are those of the running server, so a
/// new one is held against the rule without being named here.
class AccessTest {
  private static final Landscape LANDSCAPE = new Landscape();
  private static final String NOT_FOUND =
      "{\"message\":\"Resource not found or you do not have access to this resource\"}\n";

  /// The wire has a sentence of its own for agents; it is the same for those that do not exist.
  private static final String NO_AGENT =
      "{\"message\":\"Agent doesn't exist with that id, or you do not have access to it.\"}\n";

  /// Parameters whose things belong to one user.
  private static final Set<String> PERSONAL =
      Set.of(
          "user",
          "account",
          "key",
          "tokenname",
          "workspace",
          "workspacename",
          "workspaceagent",
          "workspacebuild",
          "file");

  /// What is let through to its handler and refused there, because the wire has a sentence of its
  /// own for it.
  private static final Map<String, Set<Role>> REFUSED_BY_HANDLER =
      Map.of(
          "POST /api/v2/users", Set.of(Role.OTHER, Role.OWNER),
          "DELETE /api/v2/users/{account}", Set.of(Role.OWNER),
          "PUT /api/v2/workspaces/{workspace}/favorite", Set.of(Role.ADMIN),
          "DELETE /api/v2/workspaces/{workspace}/favorite", Set.of(Role.ADMIN));

  /// What a caller meets.
  private enum Verdict {
    /// 401
    UNKNOWN,
    /// 404, as if it were not there
    UNSEEN,
    /// 403
    FORBIDDEN,
    /// The route's own answer, whatever it thinks of the empty body
    LET_IN
  }

  @AfterAll
  static void close() {
    LANDSCAPE.close();
  }

  @Test
  void everyRouteAnswersEverybodyByTheOneRule() throws IOException {
    var answers = new LinkedHashMap<Route, Map<Role, Integer>>();
    var soft = new SoftAssertions();
    for (var route : LANDSCAPE.routes()) {
      var row = new EnumMap<Role, Integer>(Role.class);
      for (var role : Role.values()) row.put(role, ask(route, role, soft));
      answers.put(route, row);
    }
    soft.assertAll();
    var table = AccessTable.of(answers);
    Files.writeString(Path.of("target", "access-table.md"), table);
    assertThat(Path.of("..", "docs", "access.md"))
        .as("the table has changed; renew it with: cp server/target/access-table.md docs/access.md")
        .hasContent(table);
  }

  private static int ask(Route route, Role role, SoftAssertions soft) {
    var answer = LANDSCAPE.ask(route, role, Thing.ALICES);
    var verdict = rule(route, role);
    var what = route + " for " + role.title + ": " + answer.status() + " " + answer.body();
    soft.assertThat(fits(verdict, answer.status())).as(what + " is not " + verdict).isTrue();
    if (verdict == Verdict.UNSEEN) {
      soft.assertThat(answer.body()).as(what).isIn(NOT_FOUND, NO_AGENT);
      soft.assertThat(LANDSCAPE.ask(route, role, Thing.NOBODYS).body())
          .as(route + ": what is not there and what is another's look the same")
          .isEqualTo(answer.body());
    }
    return answer.status();
  }

  private static Verdict rule(Route route, Role role) {
    var refused = REFUSED_BY_HANDLER.getOrDefault(route.toString(), Set.of()).contains(role);
    if (refused) return Verdict.FORBIDDEN;
    return switch (route.access()) {
      case OPEN -> Verdict.LET_IN;
      case AGENT -> role == Role.AGENT ? Verdict.LET_IN : Verdict.UNKNOWN;
      case SESSION, DEPLOYMENT ->
          switch (role) {
            case NONE, AGENT -> Verdict.UNKNOWN;
            case OTHER -> isPersonal(route) ? Verdict.UNSEEN : allowed(route);
            case OWNER -> allowed(route);
            case ADMIN -> Verdict.LET_IN;
          };
    };
  }

  private static Verdict allowed(Route route) {
    return route.access() == Access.DEPLOYMENT ? Verdict.FORBIDDEN : Verdict.LET_IN;
  }

  private static boolean isPersonal(Route route) {
    return params(route).stream().anyMatch(PERSONAL::contains);
  }

  private static boolean fits(Verdict verdict, int status) {
    return switch (verdict) {
      case UNKNOWN -> status == 401;
      case UNSEEN -> status == 404;
      case FORBIDDEN -> status == 403;
      case LET_IN -> status < 500 && !Set.of(401, 403, 404, 405).contains(status);
    };
  }

  @Test
  void everyParameterIsLookedUpAndAWrongOneIsRefused() {
    assertThatNoException().isThrownBy(LANDSCAPE::routes);
    for (var route : LANDSCAPE.routes()) {
      if (params(route).isEmpty() || takesOnlyWords(route)) continue;
      var answer = LANDSCAPE.ask(route, Role.ADMIN, Thing.NOBODYS);
      assertThat(answer.status()).as(route + " " + answer.body()).isEqualTo(404);
      assertThat(answer.message()).as(route.toString()).isNotEmpty();
    }
  }

  /// The wire answers a machine that it does not know with 400.
  private static boolean takesOnlyWords(Route route) {
    return route.path().equals("/api/v2/init-script/{os}/{arch}");
  }

  private static List<String> params(Route route) {
    return Arrays.stream(route.path().split("/"))
        .filter(segment -> segment.startsWith("{"))
        .map(segment -> segment.substring(1, segment.length() - 1))
        .toList();
  }
}
