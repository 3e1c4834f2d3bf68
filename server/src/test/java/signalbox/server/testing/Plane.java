package signalbox.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import signalbox.server.Config;
import signalbox.server.Signalbox;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.time.Ticker;

/// The whole server, over real sockets and a real PostgreSQL, with a clock that a test steps.
/// Several may share a database.
public final class Plane implements Requests, AutoCloseable {
  public static final String PASSWORD = Door.PASSWORD;

  public final SteppedTicker time;
  public final PostgresUrl database;
  public final Signalbox server;
  private final Client client;

  /// A workspace of the `external` template that is running.
  ///
  /// @param agentToken what its apps report with
  public record Workspace(String id, String name, String agentId, String agentToken) {}

  public static Plane open() {
    return new Plane(TestPostgres.migratedDatabase(), new SteppedTicker());
  }

  /// A server on a database that others may use as well.
  public Plane(PostgresUrl database, SteppedTicker time) {
    this(database, time, time);
  }

  private Plane(PostgresUrl database, SteppedTicker time, Ticker ticker) {
    this.database = database;
    this.time = time;
    try {
      server = Signalbox.start(config(database), ticker);
      client = new Client(server::address, time);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// A server whose clock is the machine's, for what takes real time.
  public static Plane inRealTime(PostgresUrl database, Ticker ticker) {
    return new Plane(database, new SteppedTicker(), ticker);
  }

  /// Replicas share one, as they share the key that tokens are made with.
  private static Path directory(PostgresUrl database) {
    return Path.of("target", "plane", Integer.toHexString(database.text().hashCode()));
  }

  private static Config config(PostgresUrl database) {
    var d = Config.defaults(directory(database));
    return new Config(
        d.host(),
        0,
        null,
        d.dataDir(),
        database.text(),
        d.bus(),
        d.logFormat(),
        -1,
        -1,
        -1,
        -1,
        1,
        -1,
        d.eventRetention(),
        d.agentLogRetention(),
        d.processGuests(),
        d.agentCommand(),
        true,
        false,
        2,
        true);
  }

  public URI uri(String path) {
    return URI.create(server.address() + path);
  }

  /// Makes the first user, `admin`, and answers their token.
  public String admin() {
    var made =
        post(
            "/users/first",
            "",
            "{\"email\":\"admin@example.com\",\"username\":\"admin\",\"password\":\""
                + PASSWORD
                + "\"}");
    assertThat(made.status()).isEqualTo(201);
    return login("admin");
  }

  /// Makes a member of the default organization and answers their token.
  public String member(String name, String admin) {
    assertThat(post("/users", admin, Door.user(name)).status()).isEqualTo(201);
    return login(name);
  }

  public String login(String name) {
    return post(
            "/users/login",
            "",
            "{\"email\":\"" + name + "@example.com\",\"password\":\"" + PASSWORD + "\"}")
        .text("session_token");
  }

  /// Makes a workspace with these apps and waits until it runs.
  ///
  /// @param apps slugs, with commas
  public Workspace workspace(String token, String name, String apps) {
    var template = get("/templates", token).json().path(0).path("id").asString();
    var made =
        post(
            "/users/me/workspaces",
            token,
            """
            {"template_id":"%s","name":"%s","rich_parameter_values":[{"name":"apps","value":"%s"}]}"""
                .formatted(template, name, apps));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var id = made.text("id");
    awaitBuild(token, id, "running");
    return running(token, id);
  }

  /// What is known of a workspace that runs.
  public Workspace running(String token, String id) {
    var now = get("/workspaces/" + id, token).json();
    var agent = now.path("latest_build").path("resources").path(0).path("agents").path(0);
    var credentials = get("/workspaces/" + id + "/external-agent/main/credentials", token);
    assertThat(credentials.status()).as(credentials.body()).isEqualTo(200);
    return new Workspace(
        id,
        now.path("name").asString(),
        agent.path("id").asString(),
        credentials.text("agent_token"));
  }

  /// Uploads an archive with this one file and waits until it is imported.
  ///
  /// @param more members of the request's JSON, each with a comma in front
  /// @return the id of the version
  public String version(String token, String signalboxYaml, String more) {
    var tar = new Archive().file("signalbox.yaml", signalboxYaml).bytes();
    var file = client.upload("/files", token, "application/x-tar", tar).text("hash");
    var made =
        post(
            "/organizations/default/templateversions",
            token,
            "{\"storage_method\":\"file\",\"file_id\":\"" + file + "\"" + more + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var path = "/templateversions/" + made.text("id");
    Eventually.await(
        () -> get(path, token).json().at("/job/status").asString().equals("succeeded"));
    return made.text("id");
  }

  /// Waits until the newest build of a workspace has a status.
  public void awaitBuild(String token, String workspace, String status) {
    Eventually.await(
        () ->
            get("/workspaces/" + workspace + "?include_deleted=true", token)
                .json()
                .path("latest_build")
                .path("status")
                .asString()
                .equals(status));
  }

  public Answer report(String agentToken, String slug, String state, String message) {
    return patch(
        "/workspaceagents/me/app-status",
        agentToken,
        "{\"app_slug\":\"%s\",\"state\":\"%s\",\"message\":\"%s\"}"
            .formatted(slug, state, message));
  }

  /// Opens an event stream, such as `/workspaces/{id}/watch`.
  ///
  /// @param lastEventId empty for a fresh start
  public EventStream stream(String path, String token, String lastEventId) {
    return new EventStream(uri("/api/v2" + path), token, lastEventId);
  }

  /// Opens a WebSocket, such as `/workspaces/{id}/watch-ws`.
  public WebSocket socket(String path, String token, WebSocket.Listener listener) {
    return client.socket(path, token, listener);
  }

  /// Runs SQL that no route offers.
  public void execute(String sql) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Adds to what the built-in template's agent has, for the builds that are carried out
  /// afterwards.
  ///
  /// @param more members of a JSON object, with single quotes in place of double ones
  public void equip(String more) {
    execute(
        """
        UPDATE template_versions
           SET spec = jsonb_set(spec, '{resources,0,agents,0}',
                                (spec #> '{resources,0,agents,0}') || '{%s}'::jsonb)
        """
            .formatted(more.replace('\'', '"')));
  }

  @Override
  public Answer send(String method, String path, String token, @Nullable String body) {
    return client.send(method, path, token, body);
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
