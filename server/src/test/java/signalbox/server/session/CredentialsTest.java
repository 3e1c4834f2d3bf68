package signalbox.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Door;

/// Scenario 33, and what the agent half says.
class CredentialsTest {
  private final Door door = Door.open();
  private final String token = door.admin();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void nobodyIsToldToSignIn() {
    var answer = door.get("/users/me", "");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.keys()).containsExactly("message", "detail");
    assertThat(answer.message())
        .isEqualTo(
            "You are signed out or your session has expired. Please sign in again to continue.");
    assertThat(answer.detail())
        .isEqualTo("Cookie \"coder_session_token\" or query parameter must be provided.");
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"coder\", error=\"invalid_token\","
                + " error_description=\"The access token has expired\","
                + " resource_metadata=\"http://plane.example.com/.well-known/oauth-protected-resource\"");
  }

  @Test
  void aBadKeyIsToldWhatIsWrongWithIt() {
    for (var text : new String[] {"abc", "a-b", token + "x", token.replace('-', '_')}) {
      assertThat(refused(text).detail()).startsWith("Invalid API key format:");
    }
    assertThat(refused(token.substring(0, 11) + "a".repeat(22)).detail())
        .isEqualTo("API key secret is invalid.");
    assertThat(refused("a".repeat(10) + token.substring(10)).detail())
        .isEqualTo("API key is invalid.");
  }

  @Test
  void aKeyIsTakenFromAnyOfFivePlaces() {
    assertThat(get("/users/me", "Cookie", "x=y; coder_session_token=" + token)).isEqualTo(200);
    assertThat(get("/users/me?coder_session_token=" + token)).isEqualTo(200);
    assertThat(get("/users/me", "Coder-Session-Token", token)).isEqualTo(200);
    assertThat(get("/users/me", "Authorization", "bearer " + token)).isEqualTo(200);
    assertThat(get("/users/me", "Authorization", "Bearer " + token)).isEqualTo(200);
    assertThat(get("/users/me?access_token=" + token)).isEqualTo(200);
  }

  @Test
  void theFirstPlaceThatHasOneWins() {
    assertThat(
            get("/users/me", "Cookie", "coder_session_token=stale", "Coder-Session-Token", token))
        .isEqualTo(401);
    assertThat(get("/users/me", "Authorization", "Bearer of-another", "Coder-Session-Token", token))
        .isEqualTo(200);
    assertThat(get("/users/me?access_token=stale", "Coder-Session-Token", token)).isEqualTo(200);
    assertThat(get("/users/me", "Cookie", "coder_session_token=", "Coder-Session-Token", token))
        .isEqualTo(200);
  }

  @Test
  void anExpiredSessionSaysSinceWhen() {
    door.time.advance(Duration.ofHours(24));
    assertThat(refused(token).detail()).isEqualTo("API key expired at \"2026-01-02T00:00:00Z\".");
  }

  @Test
  void aSessionLastsWhileItIsUsedAndATokenDoesNot() {
    var other = door.post("/users/me/keys/tokens", token, "{}").text("key");
    for (var hour = 0; hour < 7 * 24 - 1; hour++) {
      door.time.advance(Duration.ofHours(1));
      assertThat(door.get("/users/me", token).status()).isEqualTo(200);
      if (hour % 20 == 0) assertThat(door.get("/users/me", other).status()).isEqualTo(200);
    }
    door.time.advance(Duration.ofHours(1));
    assertThat(door.get("/users/me", token).status()).isEqualTo(200);
    assertThat(refused(other).detail()).startsWith("API key expired at");
  }

  @Test
  void useIsWrittenDownAtMostHourly() {
    assertThat(lastUsed()).isEqualTo("2026-01-01T00:00:00Z");
    door.time.advance(Duration.ofMinutes(59));
    assertThat(lastUsed()).isEqualTo("2026-01-01T00:00:00Z");
    door.time.advance(Duration.ofMinutes(1));
    assertThat(lastUsed()).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(door.get("/users/me", token).text("last_seen_at")).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void thatAUseCannotBeWrittenDownFailsNoRequest() {
    door.execute(
        "ALTER TABLE api_keys ADD CONSTRAINT unwritable CHECK (last_used < '2026-01-01Z') NOT VALID");
    assertThat(door.get("/users/me", token).status()).isEqualTo(200);
  }

  @Test
  void aDormantUserBecomesActiveOnUse() {
    var bob = door.member("bob", token);
    door.execute("UPDATE users SET status = 'dormant' WHERE username = 'bob'");
    assertThat(door.get("/users/me", bob).status()).isEqualTo(200);
    assertThat(door.get("/users/me", bob).text("status")).isEqualTo("active");
  }

  @Test
  void aSuspendedUserIsToldSo() {
    var bob = door.member("bob", token);
    door.put("/users/bob/status/suspend", token, null);
    var answer = refused(bob);
    assertThat(answer.message())
        .isEqualTo(
            "User is not active (status = \"suspended\"). Contact an admin to reactivate your account.");
    assertThat(answer.header("WWW-Authenticate"))
        .contains("error_description=\"The access token is invalid\"");
    door.put("/users/bob/status/activate", token, null);
    assertThat(door.get("/users/me", bob).status()).isEqualTo(200);
  }

  @Test
  void agentsHaveTheirOwnWordsAndNoChallenge() {
    assertThat(agent("").message()).isEqualTo("Cookie \"coder_session_token\" must be provided.");
    assertThat(agent("abc").message()).isEqualTo("Workspace agent token invalid.");
    assertThat(agent("abc").detail()).isEqualTo("An agent token must be a valid UUIDv4. (len 3)");
    var unknown = agent("9b2cf9d4-52d5-4a4f-a1a3-6a4b1cf1c2aa");
    assertThat(unknown.message()).isEqualTo("Workspace agent not authorized.");
    assertThat(unknown.detail()).startsWith("The agent cannot authenticate until");
    assertThat(agent(token).message()).isEqualTo("Workspace agent token invalid.");
  }

  @Test
  void secretsAreNotInTheDatabase() {
    var secret = token.substring(11);
    var rows =
        door.database.read(
            tx ->
                tx.sql()
                    .createQuery("SELECT api_keys::text || users::text FROM api_keys, users")
                    .mapTo(String.class)
                    .list());
    assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret));
    assertThat(rows).noneMatch(row -> row.contains(Door.PASSWORD));
  }

  private Answer agent(String text) {
    var answer = door.get("/workspaceagents/me", text);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEmpty();
    return answer;
  }

  private String lastUsed() {
    return door.get("/users/me/keys/" + token.substring(0, 10), token).text("last_used");
  }

  private Answer refused(String text) {
    var answer = door.get("/users/me", text);
    assertThat(answer.status()).isEqualTo(401);
    return answer;
  }

  private int get(String path, String... headers) {
    return door.call("GET", path, null, headers).status();
  }
}
