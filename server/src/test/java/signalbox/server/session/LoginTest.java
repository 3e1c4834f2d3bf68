package signalbox.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.testing.Door;
import signalbox.server.user.Account;

/// Scenario 35, and what passwords may do.
class LoginTest {
  private final Door door = Door.open();
  private final String admin = door.admin();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aPasswordOpensASessionAndSetsTheCookie() {
    var answer = door.login("admin", Door.PASSWORD);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.keys()).containsExactly("session_token");
    assertThat(answer.text("session_token")).matches("[A-Za-z0-9]{10}-[A-Za-z0-9]{22}");
    var cookie =
        answer.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("coder_session_token="))
            .toList();
    assertThat(cookie)
        .containsExactly(
            "coder_session_token="
                + answer.text("session_token")
                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
  }

  @Test
  void addressesAreComparedWithoutRegardToCase() {
    var body = "{\"email\":\"ADMIN@Example.COM\",\"password\":\"" + Door.PASSWORD + "\"}";
    assertThat(door.post("/users/login", "", body).status()).isEqualTo(201);
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressAreAnsweredAlike() {
    var wrong = door.login("admin", "SomeOtherPassword!");
    var unknown = door.login("nobody", Door.PASSWORD);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.message()).isEqualTo("Incorrect email or password.");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.body()).isEqualTo(wrong.body());
    assertThat(wrong.header("WWW-Authenticate")).isEmpty();
  }

  @Test
  void bodiesThatAreNoLoginAreRefused() {
    var answer = door.post("/users/login", "", "{\"email\":\"nomail\",\"password\":\"x\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("Validation failed.");
    assertThat(answer.json().path("validations").toString())
        .isEqualTo(
            "[{\"field\":\"email\",\"detail\":\"Validation failed for tag \\\"email\\\" with value: \\\"nomail\\\"\"}]");
    assertThat(door.post("/users/login", "", "{}").wrongFields())
        .containsExactly("email", "password");
    assertThat(door.post("/users/login", "", "{").message())
        .isEqualTo("Request body must be valid JSON.");
    for (var email : new String[] {"a\\u0000@b.de", "a@b", "a b@c.de", "a@b..de", "a@-b.de"}) {
      var body = "{\"email\":\"" + email + "\",\"password\":\"x\"}";
      assertThat(door.post("/users/login", "", body).status()).as(email).isEqualTo(400);
    }
  }

  @Test
  void aSuspendedUserIsToldSoOnlyWithTheRightPassword() {
    door.member("bob", admin);
    door.put("/users/bob/status/suspend", admin, null);
    var answer = door.login("bob", Door.PASSWORD);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.message())
        .isEqualTo("Your account is suspended. Contact an admin to reactivate your account.");
    assertThat(door.login("bob", "SomeOtherPassword!").message())
        .isEqualTo("Incorrect email or password.");
  }

  @Test
  void aDormantUserBecomesActive() {
    var made = door.post("/users", admin, Door.user("bob"));
    assertThat(made.text("status")).isEqualTo("dormant");
    assertThat(made.text("last_seen_at")).isEqualTo("0001-01-01T00:00:00Z");
    door.login("bob");
    var bob = door.get("/users/bob", admin);
    assertThat(bob.text("status")).isEqualTo("active");
    assertThat(bob.text("last_seen_at")).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void signingOutEndsTheSessionAndTakesTheCookieAway() {
    var answer = door.post("/users/logout", admin, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.message()).isEqualTo("Logged out!");
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anyMatch(c -> c.startsWith("coder_session_token=;") && c.contains("Max-Age=0"));
    assertThat(door.get("/users/me", admin).status()).isEqualTo(401);
    assertThat(door.get("/users/me", door.login("admin")).status()).isEqualTo(200);
  }

  @Test
  void aNewPasswordEndsEverySession() {
    var bob = door.member("bob", admin);
    var token = door.post("/users/me/keys/tokens", bob, "{}").text("key");
    var change = "{\"old_password\":\"%s\",\"password\":\"%s\"}";
    assertThat(
            door.put("/users/me/password", bob, change.formatted("", "AnotherPassword!")).message())
        .isEqualTo("Old password is required.");
    assertThat(
            door.put("/users/me/password", bob, change.formatted("wrong", "AnotherPassword!"))
                .message())
        .isEqualTo("Old password is incorrect.");
    assertThat(
            door.put("/users/me/password", bob, change.formatted(Door.PASSWORD, "weak")).message())
        .isEqualTo("Invalid password.");
    assertThat(
            door.put("/users/me/password", bob, change.formatted(Door.PASSWORD, Door.PASSWORD))
                .message())
        .isEqualTo("New password cannot match old password.");
    assertThat(door.get("/users/me", bob).status()).isEqualTo(200);

    assertThat(
            door.put("/users/me/password", bob, change.formatted(Door.PASSWORD, "AnotherPassword!"))
                .status())
        .isEqualTo(204);
    for (var key : List.of(bob, token)) {
      assertThat(door.get("/users/me", key).detail()).isEqualTo("API key is invalid.");
    }
    assertThat(door.login("bob", Door.PASSWORD).status()).isEqualTo(401);
    assertThat(door.login("bob", "AnotherPassword!").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE users SET password_hash = 'another'",
        "UPDATE users SET status = 'suspended'",
        "UPDATE users SET deleted = true"
      })
  void aLoginThatLosesARaceAgainstTheEndOfItsRightIsNone(String end) {
    door.member("bob", admin);
    var asCompared = door.accounts.findByEmail("bob@example.com").orElseThrow();
    assertThat(noteLogin(asCompared)).isTrue();
    door.execute(end);
    assertThat(noteLogin(asCompared)).isFalse();
  }

  private boolean noteLogin(Account account) {
    return door.database.write(tx -> door.accounts.noteLogin(tx, account, door.time.instant()));
  }

  @Test
  void anOwnerSetsThePasswordOfOthersWithoutKnowingTheOld() {
    var bob = door.member("bob", admin);
    var body = "{\"password\":\"AnotherPassword!\"}";
    assertThat(door.put("/users/admin/password", bob, body).status()).isEqualTo(404);
    assertThat(door.put("/users/bob/password", admin, body).status()).isEqualTo(204);
    assertThat(door.login("bob", "AnotherPassword!").status()).isEqualTo(201);
  }

  @Test
  void whatPasswordsMayBeChosenIsToldBeforehand() {
    var good =
        door.post("/users/validate-password", "", "{\"password\":\"" + Door.PASSWORD + "\"}");
    assertThat(good.json().toString()).isEqualTo("{\"valid\":true,\"details\":\"\"}");
    var bad = door.post("/users/validate-password", "", "{\"password\":\"short\"}");
    assertThat(bad.json().path("valid").asBoolean()).isFalse();
    assertThat(bad.text("details")).contains("easy to guess");
  }

  @Test
  void theWaysToSignInAreTold() {
    assertThat(door.get("/users/authmethods", "").body())
        .isEqualTo(
            "{\"password\":{\"enabled\":true},"
                + "\"github\":{\"enabled\":false,\"default_provider_configured\":false},"
                + "\"oidc\":{\"enabled\":false,\"signInText\":\"\",\"iconUrl\":\"\"}}\n");
  }
}
