package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.server.postgres.EmbeddedPostgres;
import signalbox.server.testing.Client;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.TestDirectory;

/// A server that is killed in the middle of its work: what it had acknowledged is there when it
/// comes back, once.
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillTest {
  private static final int KILLS = 5;
  private static final List<String> APPS = IntStream.range(0, 16).mapToObj(i -> "app" + i).toList();

  private final TestDirectory directory = TestDirectory.make();
  private final AtomicReference<URI> address =
      new AtomicReference<>(URI.create("http://localhost"));
  private final Client client = new Client(address::get, InstantSource.fixed(Instant.EPOCH));
  private @Nullable ServerProcess server;
  private String admin = "";

  /// Also when a test fails: nobody else would end the process.
  @AfterEach
  void stop() {
    if (server != null) server.close();
    client.close();
    directory.close();
  }

  @Test
  void aKilledServerLosesNothingThatItAcknowledgedAndStoresNothingTwice()
      throws IOException, SQLException {
    start();
    admin = firstUser();
    var workspace = workspace();
    var token = agentToken(workspace);
    var reporters = new Reporters(address::get, token, APPS, "");
    for (var kill = 0; kill < KILLS; kill++) {
      var before = reporters.acknowledged.size();
      Eventually.await(() -> reporters.acknowledged.size() > before + 200);
      kill();
      start();
    }
    reporters.close();
    assertThat(reporters.surprises).isEmpty();

    var stored = StoredReports.of(path -> client.get(path, admin), workspace);
    assertThat(new HashSet<>(stored)).containsAll(reporters.acknowledged);
    assertThat(stored).doesNotHaveDuplicates();
    assertNoHoles();
  }

  private void start() throws IOException {
    var started = ServerProcess.start(directory.path());
    server = started;
    address.set(started.ready());
  }

  private void kill() {
    if (server != null) server.kill();
  }

  private void assertNoHoles() throws SQLException {
    var database = EmbeddedPostgres.addressIn(directory.path()).orElseThrow();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var sql = connection.createStatement();
        var rows =
            sql.executeQuery("SELECT count(*), min(seq), max(seq) FROM events GROUP BY owner_id")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(2)).isEqualTo(1);
      assertThat(rows.getLong(3)).isEqualTo(rows.getLong(1));
      assertThat(rows.next()).isFalse();
    }
  }

  private String firstUser() {
    var login =
        "{\"email\":\"a@example.com\",\"username\":\"admin\",\"password\":\"SomeSecurePassword!\"}";
    assertThat(client.post("/users/first", "", login).status()).isEqualTo(201);
    return client.post("/users/login", "", login).text("session_token");
  }

  private String workspace() {
    var template = client.get("/templates", admin).json().path(0).path("id").asString();
    var made =
        client.post(
            "/users/me/workspaces",
            admin,
            """
            {"template_id":"%s","name":"dev","rich_parameter_values":[{"name":"apps","value":"%s"}]}"""
                .formatted(template, String.join(",", APPS)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("id");
  }

  private String agentToken(String workspace) {
    var path = "/workspaces/" + workspace + "/external-agent/main/credentials";
    Eventually.await(() -> client.get(path, admin).status() == 200);
    return client.get(path, admin).text("agent_token");
  }
}
