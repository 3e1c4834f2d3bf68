package signalbox.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Door;

/// Scenario 37.
class UsersTest {
  private final Door door = Door.open();
  private final String admin = door.admin();

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void anOwnerMakesUsersWhoAreDormantUntilTheyAreSeen() {
    var organization = door.get("/organizations/default", admin).text("id");
    var made =
        door.post(
            "/users",
            admin,
            """
            {"email":"bob@example.com","username":"bob","name":"Bob B.","password":"%s","login_type":"password",
             "organization_ids":["%s"]}"""
                .formatted(Door.PASSWORD, organization));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("status")).isEqualTo("dormant");
    assertThat(made.json().path("roles").toString()).isEqualTo("[]");
    assertThat(made.json().path("has_ai_seat").asBoolean(true)).isFalse();
    assertThat(made.json().path("organization_ids").toString())
        .isEqualTo("[\"" + organization + "\"]");
    assertThat(made.body()).doesNotContain("avatar_url", "argon2");
    assertThat(door.get("/users/bob", admin).body()).isEqualTo(made.body());
    assertThat(counters()).isEqualTo(2);
  }

  @Test
  void badRequestsForUsersAreToldApart() {
    assertThat(create("email", "x@example.com").wrongFields()).containsExactly("organization_ids");
    door.post("/users", admin, Door.user("bob"));
    for (var name : List.of("bob", "BOB")) {
      var taken = door.post("/users", admin, Door.user(name));
      assertThat(taken.status()).isEqualTo(409);
      assertThat(taken.message()).isEqualTo("User already exists.");
      assertThat(taken.keys()).containsExactly("message");
    }
    assertThat(with("login_type", "\"none\"").message())
        .isEqualTo("Login type 'none' requires a service account.");
    assertThat(with("login_type", "\"oidc\"").status()).isEqualTo(400);
    assertThat(with("password", "\"short\"").message()).isEqualTo("Password is invalid");
    assertThat(with("user_status", "\"sleeping\"").wrongFields()).containsExactly("user_status");
    assertThat(with("roles", "[\"king\"]").message()).isEqualTo("\"king\" is not a supported role");
    assertThat(with("username", "\"new\"").wrongFields()).containsExactly("username");
    assertThat(with("organization_ids", "[\"9b2cf9d4-52d5-4a4f-a1a3-6a4b1cf1c2aa\"]").status())
        .isEqualTo(404);
    assertThat(with("username", "\"a\\u0000b\"").status()).isEqualTo(400);
  }

  @Test
  void onlyOwnersMakeUsers() {
    var alice = door.member("alice", admin);
    var answer = door.post("/users", alice, Door.user("bob"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.message()).isEqualTo("You are not authorized to create users.");
  }

  @Test
  void ofManyUsersOfOneNameAtOnceOneIsMade() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, 8)
              .<Callable<Answer>>mapToObj(_ -> () -> door.post("/users", admin, Door.user("bob")))
              .toList();
      var answers =
          threads.invokeAll(attempts).stream().map(a -> a.resultNow().status()).sorted().toList();
      assertThat(answers).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    }
    assertThat(counters()).isEqualTo(2);
  }

  @Test
  void usersAreFoundByIdAndNameInAnyCaseAndAsMe() {
    var alice = door.member("alice", admin);
    var id = door.get("/users/me", alice).text("id");
    for (var token : List.of(alice, admin)) {
      for (var text : List.of(id, id.toUpperCase(Locale.ROOT), "alice", "ALICE")) {
        assertThat(door.get("/users/" + text, token).text("id")).isEqualTo(id);
        assertThat(door.get("/users/" + text + "/login-type", token).body())
            .isEqualTo("{\"login_type\":\"password\"}\n");
      }
    }
    assertThat(door.get("/users/me", alice).text("id")).isEqualTo(id);
  }

  @Test
  void whoMayNotBeSeenIsNotThere() {
    var alice = door.member("alice", admin);
    var id = door.get("/users/me", admin).text("id");
    var nobody = door.get("/users/nobody", admin);
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.body())
        .isEqualTo(
            "{\"message\":\"Resource not found or you do not have access to this resource\"}\n");
    for (var path : List.of("nobody", "admin", id, id + "/roles", "admin/organizations", "%00")) {
      assertThat(door.get("/users/" + path, alice).body()).as(path).isEqualTo(nobody.body());
    }
    assertThat(door.get("/users/%00/roles", admin).body()).isEqualTo(nobody.body());
    assertThat(door.put("/users/admin/status/suspend", alice, null).status()).isEqualTo(404);
    assertThat(door.put("/users/alice/status/suspend", alice, null).status()).isEqualTo(403);
    assertThat(door.put("/users/alice/roles", alice, "{\"roles\":[\"owner\"]}").status())
        .isEqualTo(403);
    assertThat(door.delete("/users/admin", alice).status()).isEqualTo(404);
  }

  @Test
  void usersAreListedByNameInPages() {
    for (var name : List.of("carol", "Bob", "alice")) {
      door.post("/users", admin, Door.user(name));
    }
    assertThat(list("")).containsExactly("admin", "alice", "Bob", "carol");
    assertThat(list("?limit=2&offset=1")).containsExactly("alice", "Bob");
    assertThat(door.get("/users?limit=2&offset=1", admin).json().path("count").asInt())
        .isEqualTo(4);
    assertThat(door.get("/users?offset=9", admin).body()).isEqualTo("{\"users\":[],\"count\":0}\n");
    var bob = door.get("/users/bob", admin).text("id");
    assertThat(list("?after_id=" + bob)).containsExactly("carol");
    var bad = door.get("/users?limit=-1&offset=x&after_id=y", admin);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("Query parameters have invalid values.");
    assertThat(bad.wrongFields()).containsExactly("after_id", "limit", "offset");
  }

  @Test
  void usersAreSearched() {
    door.member("alice", admin);
    door.post("/users", admin, Door.user("bob"));
    assertThat(list("?q=status:dormant")).containsExactly("bob");
    assertThat(list("?q=status:dormant,active")).containsExactly("admin", "alice", "bob");
    assertThat(list("?q=ALI")).containsExactly("alice");
    assertThat(list("?q=bob@exa")).containsExactly("bob");
    assertThat(list("?q=role:owner")).containsExactly("admin");
    assertThat(list("?q=role:member")).containsExactly("admin", "alice", "bob");
    assertThat(list("?q=username:b%20login_type:password")).containsExactly("bob");
    assertThat(list("?q=login_type:none")).isEmpty();
    assertThat(list("?q=service_account:true")).isEmpty();
    assertThat(list("?q=last_seen_after:%222025-12-31T00:00:00Z%22"))
        .containsExactly("admin", "alice");
    assertThat(list("?q=created_after:%222027-01-01T00:00:00Z%22")).isEmpty();
    var bad = door.get("/users?q=nope:1", admin);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.message()).isEqualTo("Invalid user search query.");
    assertThat(bad.wrongFields()).containsExactly("nope");
    assertThat(door.get("/users?q=a%00b", admin).status()).isEqualTo(400);
  }

  @Test
  void aMemberListsOnlyThemselves() {
    var alice = door.member("alice", admin);
    var answer = door.get("/users", alice);
    assertThat(answer.json().path("count").asInt()).isEqualTo(1);
    assertThat(answer.json().path("users").get(0).path("username").asString()).isEqualTo("alice");
    assertThat(door.get("/users?q=admin", alice).json().path("count").asInt()).isZero();
  }

  @Test
  void ownersSuspendOthersButNeitherThemselvesNorOwners() {
    assertThat(door.put("/users/me/status/suspend", admin, null).message())
        .isEqualTo("You cannot suspend yourself.");
    door.member("alice", admin);
    door.put("/users/alice/roles", admin, "{\"roles\":[\"owner\"]}");
    assertThat(door.put("/users/alice/status/suspend", admin, null).status()).isEqualTo(400);
    door.put("/users/alice/roles", admin, "{\"roles\":[]}");
    var suspended = door.put("/users/alice/status/suspend", admin, null);
    assertThat(suspended.status()).isEqualTo(200);
    assertThat(suspended.text("status")).isEqualTo("suspended");
    assertThat(door.put("/users/alice/status/activate", admin, null).text("status"))
        .isEqualTo("active");
  }

  @Test
  void rolesAreGivenToOthersOnly() {
    var alice = door.member("alice", admin);
    var own = door.put("/users/me/roles", admin, "{\"roles\":[]}");
    assertThat(own.status()).isEqualTo(400);
    assertThat(own.message()).isEqualTo("You cannot change your own roles.");
    assertThat(door.put("/users/alice/roles", admin, "{\"roles\":[\"king\"]}").message())
        .isEqualTo("\"king\" is not a supported role");
    assertThat(door.get("/users", alice).json().path("count").asInt()).isEqualTo(1);
    var given = door.put("/users/alice/roles", admin, "{\"roles\":[\"owner\",\"member\"]}");
    assertThat(given.json().path("roles").get(0).path("name").asString()).isEqualTo("owner");
    assertThat(door.get("/users", alice).json().path("count").asInt()).isEqualTo(2);
    var organization = door.get("/organizations/default", admin).text("id");
    assertThat(door.get("/users/alice/roles", alice).body())
        .isEqualTo(
            "{\"roles\":[\"owner\"],\"organization_roles\":{\"" + organization + "\":[]}}\n");
  }

  @Test
  void rolesThatAreNotSentAreNotTakenAway() {
    var bob = door.member("bob", admin);
    door.put("/users/bob/roles", admin, "{\"roles\":[\"owner\"]}");
    for (var body : List.of("{}", "{\"roles\":null}")) {
      var answer = door.put("/users/bob/roles", admin, body);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).isEqualTo("Validation failed.");
      assertThat(answer.json().path("validations").toString())
          .isEqualTo(
              "[{\"field\":\"roles\","
                  + "\"detail\":\"Validation failed for tag \\\"required\\\" with value: \\\"\\\"\"}]");
    }
    assertThat(door.get("/users/bob/roles", bob).body()).contains("\"roles\":[\"owner\"]");
    door.put("/users/bob/roles", admin, "{\"roles\":[]}");
    assertThat(door.get("/users/bob/roles", bob).body()).contains("\"roles\":[]");
  }

  @Test
  void twoOwnersWhoDemoteEachOtherLeaveOne() throws Exception {
    var alice = door.member("alice", admin);
    for (var round = 0; round < 10; round++) {
      door.execute("UPDATE users SET roles = '{owner}'");
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.invokeAll(
            List.of(
                () -> door.put("/users/alice/roles", admin, "{\"roles\":[]}"),
                () -> door.put("/users/admin/roles", alice, "{\"roles\":[]}")));
      }
      var owners =
          door.database.read(
              tx ->
                  tx.sql()
                      .createQuery("SELECT count(*) FROM users WHERE 'owner' = ANY(roles)")
                      .mapTo(Integer.class)
                      .one());
      assertThat(owners).isEqualTo(1);
    }
  }

  @Test
  void aDeletedUserIsFoundByIdOnly() {
    var bob = door.member("bob", admin);
    var id = door.get("/users/bob", admin).text("id");
    assertThat(door.delete("/users/me", admin).status()).isEqualTo(403);
    assertThat(door.delete("/users/me", admin).message()).isEqualTo("You cannot delete yourself!");
    var deleted = door.delete("/users/bob", admin);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.message()).isEqualTo("User has been deleted!");
    assertThat(door.get("/users/me", bob).status()).isEqualTo(401);
    assertThat(door.get("/users/bob", admin).status()).isEqualTo(404);
    assertThat(door.get("/users/" + id, admin).status()).isEqualTo(200);
    assertThat(door.get("/users/" + id + "/roles", admin).status()).isEqualTo(404);
    assertThat(door.delete("/users/" + id, admin).status()).isEqualTo(200);
    assertThat(list("")).containsExactly("admin");
    assertThat(door.post("/users", admin, Door.user("bob")).status()).isEqualTo(201);
  }

  @Test
  void aUserWithWorkspacesCannotBeDeleted() {
    door.member("bob", admin);
    door.execute(
        """
        INSERT INTO templates (id, organization_id, name, active_version_id, created_at, updated_at)
        SELECT gen_random_uuid(), id, 't', gen_random_uuid(), now(), now() FROM organizations
        """);
    door.execute(
        """
        INSERT INTO workspaces (id, owner_id, organization_id, template_id, name, created_at, updated_at, last_used_at)
        SELECT gen_random_uuid(), u.id, t.organization_id, t.id, 'w', now(), now(), now()
          FROM users u, templates t WHERE u.username = 'bob'
        """);
    var answer = door.delete("/users/bob", admin);
    assertThat(answer.status()).isEqualTo(417);
    assertThat(answer.message())
        .isEqualTo(
            "You cannot delete a user that has workspaces. Delete their workspaces and try again!");
    door.execute("UPDATE workspaces SET deleted = true");
    assertThat(door.delete("/users/bob", admin).status()).isEqualTo(200);
  }

  private int counters() {
    return door.database.read(
        tx ->
            tx.sql()
                .createQuery("SELECT count(*) FROM owner_counters JOIN users ON id = owner_id")
                .mapTo(Integer.class)
                .one());
  }

  private List<String> list(String query) {
    var users = door.get("/users" + query, admin).json().path("users");
    return StreamSupport.stream(users.spliterator(), false)
        .map(user -> user.path("username").asString())
        .toList();
  }

  /// A request for a user with one field besides the names and the password.
  private Answer create(String field, String value) {
    return door.post(
        "/users",
        admin,
        "{\"username\":\"x\",\"password\":\"%s\",\"%s\":\"%s\"}"
            .formatted(Door.PASSWORD, field, value));
  }

  /// A good request for a user with one field replaced; of doubled keys the last one wins.
  private Answer with(String field, String json) {
    return door.post(
        "/users", admin, Door.user("x").replace("]}", "],\"" + field + "\":" + json + "}"));
  }
}
