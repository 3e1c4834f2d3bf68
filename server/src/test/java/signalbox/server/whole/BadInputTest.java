package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signalbox.server.http.Access;
import signalbox.server.http.Method;
import signalbox.server.http.Route;
import signalbox.server.testing.Answer;

/// What nobody should send, on every route that takes a body or an id: the answer says what is
/// wrong, is never the server's fault, and never shows its insides.
class BadInputTest {
  private static final Landscape LANDSCAPE = new Landscape();
  private static final Map<String, String> KNOWN = LANDSCAPE.values();

  /// Routes that have a body in no client; they do not look at it.
  private static final Set<String> BODILESS =
      Set.of(
          "POST /api/v2/users/logout",
          "POST /api/v2/users/{user}/keys",
          "PUT /api/v2/users/{user}/keys/{key}/expire",
          "PUT /api/v2/users/{user}/gitsshkey",
          "PUT /api/v2/users/{user}/status/suspend",
          "PUT /api/v2/users/{user}/status/activate",
          "PUT /api/v2/workspaces/{workspace}/favorite",
          "PATCH /api/v2/workspacebuilds/{workspacebuild}/cancel");

  private static final List<String> INSIDES =
      List.of("Exception", "signalbox.", "tools.jackson", "org.postgresql", "java.", "SELECT ");

  @AfterAll
  static void close() {
    LANDSCAPE.close();
  }

  private static Map<String, byte[]> badBodies() {
    var bodies = new LinkedHashMap<String, byte[]>();
    bodies.put("empty", new byte[0]);
    bodies.put("blank", utf8(" \n"));
    bodies.put("truncated", utf8("{\"name\":\"a"));
    bodies.put("null", utf8("null"));
    bodies.put("a list", utf8("[]"));
    bodies.put("a number", utf8("1"));
    bodies.put("a text", utf8("\"x\""));
    bodies.put("deeply nested", utf8("{\"a\":".repeat(100_000)));
    bodies.put("deeply nested lists", utf8("[".repeat(100_000)));
    bodies.put("not UTF-8", new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
    bodies.put("UTF-16", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16));
    bodies.put("one megabyte of text", utf8("\"" + "x".repeat(1_000_000) + "\""));
    bodies.put("a huge number", utf8("9".repeat(10_000)));
    return bodies;
  }

  @Test
  void aBodyThatIsNoObjectIsRefusedOnEveryRouteThatReadsOne() {
    var soft = new SoftAssertions();
    for (var route : withBody()) {
      for (var body : badBodies().entrySet()) {
        var answer = ask(route, body.getValue());
        var what = route + ", " + body.getKey();
        check(soft, what, answer);
        if (!BODILESS.contains(route.toString()))
          soft.assertThat(answer.status()).as(what + " " + answer.body()).isEqualTo(400);
      }
    }
    soft.assertAll();
  }

  /// Every key that any route reads, with values of every wrong type.
  @Test
  void aKeyOfAWrongTypeIsRefusedAndNeverAFault() {
    var keys =
        List.of(
            "name",
            "username",
            "email",
            "password",
            "login_type",
            "organization_ids",
            "roles",
            "template_id",
            "template_version_id",
            "rich_parameter_values",
            "ttl_ms",
            "transition",
            "state",
            "app_slug",
            "message",
            "uri",
            "lease_seconds",
            "needs_user_attention",
            "schedule",
            "deadline",
            "automatic_updates",
            "token_name",
            "lifetime",
            "scope",
            "old_password",
            "autostart_schedule",
            "orphan",
            "reason",
            "log_level");
    var values =
        List.of(
            "{}",
            "[[]]",
            "[null]",
            "[{\"name\":1}]",
            "1e400",
            "-1",
            "99999999999999999999",
            "true",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"" + "y".repeat(20_000) + "\"");
    var soft = new SoftAssertions();
    for (var route : withBody()) {
      for (var value : values) {
        check(soft, route + ", all " + start(value), ask(route, utf8(object(keys, value))));
      }
      for (var key : keys)
        check(soft, route + ", " + key, ask(route, utf8(object(List.of(key), "\"\\u0000\""))));
    }
    soft.assertAll();
  }

  private static String object(List<String> keys, String value) {
    return "{" + String.join(",", keys.stream().map(k -> "\"" + k + "\":" + value).toList()) + "}";
  }

  private static String start(String text) {
    return text.substring(0, Math.min(20, text.length()));
  }

  @Test
  void aWrongIdIsRefusedOnEveryKindOfRoute() {
    var soft = new SoftAssertions();
    var wrong =
        List.of(
            "x",
            "%00",
            "a%00b",
            "%ff",
            "%2e%2e",
            "%27%20OR%201%3D1",
            "0",
            "-1",
            "99999999999999999999",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(5_000),
            "%F0%9F%98%80");
    for (var route : LANDSCAPE.routes()) {
      for (var segment : route.path().split("/", -1)) {
        if (!segment.startsWith("{")) continue;
        var name = segment.substring(1, segment.length() - 1);
        for (var value : wrong) {
          var values = new HashMap<>(KNOWN);
          values.put(name, value);
          var answer =
              LANDSCAPE.ask(route, Landscape.path(route, values), LANDSCAPE.admin, utf8("{}"));
          var what = route + " " + name + "=" + start(value);
          check(soft, what, answer);
          soft.assertThat(answer.status()).as(what).isIn(400, 404);
          soft.assertThat(answer.message()).as(what).isNotEmpty();
        }
      }
    }
    soft.assertAll();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/users/me/workspaces | {'template_id':'%T','name':'a\\u0000b'} | name",
        "/users | {'email':'a\\u0000@example.com','username':'nul','password':'SomeSecurePassword!','organization_ids':['%O']} | email",
        "/users | {'email':'nul@example.com','username':'a\\u0000b','password':'SomeSecurePassword!','organization_ids':['%O']} | username",
        "/users/me/keys/tokens | {'token_name':'a\\u0000b'} | token_name"
      })
  void aNulInANameIsRefusedByNamingItsField(String path, String body, String field) {
    var plane = LANDSCAPE.plane;
    var template = KNOWN.get("template");
    var organization =
        plane.get("/organizations/default", LANDSCAPE.admin).json().path("id").asString();
    var answer =
        plane.post(
            path,
            LANDSCAPE.admin,
            body.replace('\'', '"').replace("%T", template).replace("%O", organization));
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(field);
  }

  @Test
  void aNulInAReportIsTakenOutOfItsMessageAndFindsNoApp() {
    var plane = LANDSCAPE.plane;
    var token = LANDSCAPE.dev.agentToken();
    assertThat(plane.report(token, "claude", "working", "a\\u0000b").status()).isEqualTo(200);
    var shown = plane.get("/workspaces/" + LANDSCAPE.dev.id(), LANDSCAPE.admin).json();
    assertThat(shown.path("latest_app_status").path("message").asString()).isEqualTo("ab");
    var slug = plane.report(token, "cla\\u0000ude", "working", "x");
    assertThat(slug.status()).isEqualTo(400);
    assertThat(slug.message()).isEqualTo("Failed to get workspace app.");
  }

  @Test
  void queriesOfAllKindsAreRefusedWithoutAFault() {
    var soft = new SoftAssertions();
    var queries =
        List.of(
            "limit=x",
            "limit=-1",
            "limit=99999999999999999999",
            "offset=-1",
            "offset=x",
            "after=x",
            "after_id=x",
            "q=%00",
            "q=a:b:c",
            "q=%22",
            "q=" + "x".repeat(8_000),
            "follow&format=text",
            "since=x",
            "include_deleted=maybe",
            "order=%00",
            "app=%00",
            "expect_status=x",
            "snapshots=maybe",
            "include_all=x");
    for (var route : LANDSCAPE.routes()) {
      if (route.method() != Method.GET) continue;
      for (var query : queries) {
        var path = Landscape.path(route, KNOWN) + "?" + query;
        var token = LANDSCAPE.admin;
        check(soft, path, LANDSCAPE.ask(route, path, token, new byte[0]));
      }
    }
    soft.assertAll();
  }

  private static List<Route> withBody() {
    return LANDSCAPE.routes().stream()
        .filter(route -> route.method() != Method.GET && route.method() != Method.DELETE)
        .filter(route -> !BODILESS.contains(route.toString()))
        .toList();
  }

  private static Answer ask(Route route, byte[] body) {
    var token = route.access() == Access.AGENT ? LANDSCAPE.dev.agentToken() : LANDSCAPE.admin;
    return LANDSCAPE.ask(route, Landscape.path(route, KNOWN), token, body);
  }

  private static void check(SoftAssertions soft, String what, Answer answer) {
    soft.assertThat(answer.status()).as(what + " " + answer.body()).isLessThan(500);
    if (answer.status() < 400) return;
    soft.assertThat(answer.body()).as(what).doesNotContain(INSIDES);
    if (answer.header("Content-Type").startsWith("application/json"))
      soft.assertThat(answer.message()).as(what).isNotEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
