package signalbox.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Door;

/// Scenario 34.
class FirstUserTest {
  private final Door door = Door.open();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aNewServerHasNoUserUntilTheFirstIsMade() {
    var before = door.get("/users/first", "");
    assertThat(before.status()).isEqualTo(404);
    assertThat(before.message()).isEqualTo("The initial user has not been created!");
    assertThat(before.header("X-Coder-Build-Version")).isEqualTo("v2.36.0");

    var made = door.post("/users/first", "", body("admin"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.keys()).containsExactly("user_id", "organization_id");

    var after = door.get("/users/first", "");
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.message()).isEqualTo("The initial user has already been created!");
    var again = door.post("/users/first", "", body("other"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("The initial user has already been created.");
  }

  @Test
  void theFirstUserOwnsTheDeploymentAndIsActiveInTheDefaultOrganization() {
    var made = door.post("/users/first", "", body("admin"));
    var user = door.get("/users/me", door.login("admin"));
    assertThat(user.text("id")).isEqualTo(made.text("user_id"));
    assertThat(user.text("status")).isEqualTo("active");
    assertThat(user.json().path("roles").toString())
        .isEqualTo("[{\"name\":\"owner\",\"display_name\":\"Owner\"}]");
    assertThat(user.json().path("organization_ids").get(0).asString())
        .isEqualTo(made.text("organization_id"));
  }

  @Test
  void ofManyFirstUsersAtOnceExactlyOneIsMade() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, 8)
              .<Callable<Answer>>mapToObj(i -> () -> door.post("/users/first", "", body("u" + i)))
              .toList();
      var answers =
          threads.invokeAll(attempts).stream().map(a -> a.resultNow().status()).sorted().toList();
      assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }
  }

  @Test
  void aWeakPasswordIsRefused() {
    var answer =
        door.post(
            "/users/first",
            "",
            "{\"email\":\"a@example.com\",\"username\":\"a\",\"password\":\"short\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("Password is invalid");
    assertThat(answer.wrongFields()).containsExactly("password");
    assertThat(answer.body()).doesNotContain("short");
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    var answer =
        door.post(
            "/users/first", "", "{\"email\":\"nomail\",\"username\":\"a_b\",\"name\":\" x\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("Validation failed.");
    assertThat(answer.wrongFields()).containsExactly("email", "username", "name", "password");
    assertThat(answer.json().path("validations").get(1).path("detail").asString())
        .isEqualTo("Validation failed for tag \"username\" with value: \"a_b\"");
  }

  private static String body(String name) {
    return "{\"email\":\"%s@example.com\",\"username\":\"%s\",\"password\":\"%s\",\"trial\":false}"
        .formatted(name, name, Door.PASSWORD);
  }
}
