package signalbox.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Door;

/// Scenario 36.
class TokensTest {
  private static final String TOKENS = "/users/me/keys/tokens";

  private final Door door = Door.open();
  private final String admin = door.admin();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void noTokensAreNull() {
    var answer = door.get(TOKENS, admin);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("null\n");
  }

  @Test
  void aTokenIsListedWithoutItsSecret() {
    var made = create("{\"token_name\":\"ci\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.keys()).containsExactly("key");
    var listed = door.get(TOKENS, admin).json();
    assertThat(listed.size()).isEqualTo(1);
    var token = listed.get(0);
    assertThat(token.path("id").asString()).isEqualTo(id(made));
    assertThat(token.path("token_name").asString()).isEqualTo("ci");
    assertThat(token.path("login_type").asString()).isEqualTo("token");
    assertThat(token.path("scope").asString()).isEqualTo("all");
    assertThat(token.path("scopes").toString()).isEqualTo("[\"coder:all\"]");
    assertThat(token.path("allow_list").toString()).isEqualTo("[\"*:*\"]");
    assertThat(token.path("lifetime_seconds").asLong()).isEqualTo(604_800);
    assertThat(token.path("last_used").asString()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(token.path("username").asString()).isEqualTo("admin");
    assertThat(listed.toString()).doesNotContain(made.text("key").substring(11));

    var byName = door.get(TOKENS + "/ci", admin);
    assertThat(byName.text("id")).isEqualTo(id(made));
    assertThat(byName.keys()).doesNotContain("username");
    assertThat(door.get("/users/me/keys/" + id(made), admin).body()).isEqualTo(byName.body());
  }

  @Test
  void namesOfTokensAreUniqueForTheirUser() {
    create("{\"token_name\":\"ci\"}");
    var again = create("{\"token_name\":\"ci\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("A token with name \"ci\" already exists.");
    assertThat(again.wrongFields()).containsExactly("name");
    var bob = door.member("bob", admin);
    assertThat(door.post(TOKENS, bob, "{\"token_name\":\"ci\"}").status()).isEqualTo(201);
    assertThat(create("{}").status()).isEqualTo(201);
    assertThat(create("{}").status()).isEqualTo(201);
  }

  @Test
  void lifetimesAreNanosecondsWithinLimits() {
    var negative = create("{\"lifetime\":-1}");
    assertThat(negative.status()).isEqualTo(400);
    assertThat(negative.message()).isEqualTo("Failed to validate create API key request.");
    assertThat(negative.detail()).isEqualTo("lifetime must be positive number greater than 0");
    assertThat(create(lifetime(Duration.ofDays(8))).detail())
        .isEqualTo("lifetime must be less than 168h0m0s");
    assertThat(create(lifetime(Duration.ofDays(7))).status()).isEqualTo(201);
    var bob = door.member("bob", admin);
    assertThat(door.post(TOKENS, bob, lifetime(Duration.ofDays(8))).status()).isEqualTo(201);
    assertThat(door.get(TOKENS + "/tokenconfig", admin).body())
        .isEqualTo("{\"max_token_lifetime\":604800000000000}\n");
    assertThat(door.get(TOKENS + "/tokenconfig", bob).body())
        .isEqualTo("{\"max_token_lifetime\":3153600000000000000}\n");

    var hour = create(lifetime(Duration.ofHours(1))).text("key");
    assertThat(door.get("/users/me", hour).status()).isEqualTo(200);
    door.time.advance(Duration.ofHours(1));
    assertThat(door.get("/users/me", hour).detail()).startsWith("API key expired at");
  }

  @Test
  void tokensThatCouldDoLessThanTheirUserAreRefused() {
    for (var scope : new String[] {"\"scope\":\"nope\"", "\"scopes\":[\"coder:all\",\"nope\"]"}) {
      var answer = create("{" + scope + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).isEqualTo("Failed to create API key.");
      assertThat(answer.detail()).isEqualTo("invalid or unsupported API key scope: \"nope\"");
    }
    assertThat(create("{\"scope\":\"application_connect\"}").status()).isEqualTo(400);
    assertThat(create("{\"allow_list\":[\"workspace:*\"]}").status()).isEqualTo(400);
    assertThat(
            create("{\"scope\":\"all\",\"scopes\":[\"coder:all\"],\"allow_list\":[\"*:*\"]}")
                .status())
        .isEqualTo(201);
  }

  @Test
  void anExpiredTokenIsHiddenUnlessAskedFor() {
    var key = create("{\"token_name\":\"ci\"}").text("key");
    var path = "/users/me/keys/" + key.substring(0, 10);
    assertThat(door.put(path + "/expire", admin, null).status()).isEqualTo(204);
    var expires = door.get(path, admin).text("expires_at");
    door.time.advance(Duration.ofSeconds(5));
    assertThat(door.put(path + "/expire", admin, null).status()).isEqualTo(204);
    assertThat(door.get(path, admin).text("expires_at")).isEqualTo(expires);
    assertThat(door.get("/users/me", key).detail()).startsWith("API key expired at");
    assertThat(door.get(TOKENS, admin).body()).isEqualTo("null\n");
    assertThat(door.get(TOKENS + "?include_expired=true", admin).json().size()).isEqualTo(1);
    assertThat(door.get(TOKENS + "?include_expired=perhaps", admin).wrongFields())
        .containsExactly("include_expired");
  }

  @Test
  void aDeletedKeyIsGone() {
    var key = create("{}").text("key");
    var path = "/users/me/keys/" + key.substring(0, 10);
    assertThat(door.delete(path, admin).status()).isEqualTo(204);
    assertThat(door.delete(path, admin).status()).isEqualTo(404);
    assertThat(door.get("/users/me", key).detail()).isEqualTo("API key is invalid.");
  }

  @Test
  void othersKeysAreNotThere() {
    var bob = door.member("bob", admin);
    var key = create("{\"token_name\":\"ci\"}");
    for (var path :
        new String[] {
          "/users/admin/keys/" + id(key),
          "/users/me/keys/" + id(key),
          "/users/admin/keys/tokens",
          "/users/me/keys/tokens/ci",
          "/users/me/keys/%00",
          "/users/me/keys/tokens/%00"
        }) {
      assertThat(door.get(path, bob).status()).as(path).isEqualTo(404);
    }
    assertThat(door.delete("/users/me/keys/" + id(key), bob).status()).isEqualTo(404);
    assertThat(door.post("/users/admin/keys", bob, "").status()).isEqualTo(404);
    assertThat(door.get(TOKENS + "?include_all=true", bob).body()).isEqualTo("null\n");
    door.post(TOKENS, bob, "{}");
    assertThat(door.get(TOKENS + "?include_all=true", admin).json().size()).isEqualTo(2);
    assertThat(door.get("/users/bob/keys/tokens", admin).json().size()).isEqualTo(1);
  }

  @Test
  void aProgramGetsASessionOfItsOwn() {
    var made = door.post("/users/me/keys", admin, "");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers().allValues("Set-Cookie"))
        .noneMatch(c -> c.startsWith("coder_session_token"));
    var key = door.get("/users/me/keys/" + id(made), admin);
    assertThat(key.text("login_type")).isEqualTo("password");
    assertThat(key.json().path("lifetime_seconds").asLong()).isEqualTo(604_800);
    assertThat(door.get("/users/me", made.text("key")).status()).isEqualTo(200);
    assertThat(door.get(TOKENS, admin).body()).isEqualTo("null\n");
  }

  private Answer create(String body) {
    return door.post(TOKENS, admin, body);
  }

  private static String id(Answer made) {
    return made.text("key").substring(0, 10);
  }

  private static String lifetime(Duration lifetime) {
    return "{\"lifetime\":" + lifetime.toNanos() + "}";
  }
}
