package signalbox.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.db.Database;
import signalbox.server.db.Pools;
import signalbox.server.http.Gate;
import signalbox.server.http.HttpServer;
import signalbox.server.http.Method;
import signalbox.server.http.Params;
import signalbox.server.http.RateLimits;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.organization.Organizations;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.session.KeyRevocation;
import signalbox.server.session.OpenStreams;
import signalbox.server.session.SessionAuthenticator;
import signalbox.server.session.SessionRoutes;
import signalbox.server.session.Sessions;
import signalbox.server.user.Accounts;
import signalbox.server.user.Passwords;
import signalbox.server.user.UserRoutes;

/// A server that knows users, sessions and organizations and nothing else. Two of them may share a
/// database.
///
/// It has one route of its own: `/api/v2/streams/{user}` and `…-ws` open a stream of that user's
/// things, on which nothing happens.
public final class Door implements Requests, AutoCloseable {
  public static final String PASSWORD = "SomeSecurePassword!";

  public final SteppedTicker time = new SteppedTicker();
  public final PostgresUrl address;
  public final Database database;
  public final Accounts accounts;
  private final Pools pools;
  private final Passwords passwords = new Passwords();
  private final OpenStreams streams;
  private final HttpServer server;
  private final Client client = new Client(() -> uri(""), time);

  public static Door open() {
    return new Door(TestPostgres.migratedDatabase());
  }

  public Door(PostgresUrl address) {
    this.address = address;
    pools = Pools.open(address.jdbcUrl(), address.user(), address.password());
    database = new Database(pools.writes(), pools.reads(), time, _ -> {});
    streams = new OpenStreams(database, time);
    var organizations = new Organizations(database);
    accounts = new Accounts(database, organizations, passwords, new KeyRevocation(streams), time);
    var sessions = new Sessions(database, accounts, passwords, streams, time);
    var routes = new Routes();
    new OrganizationRoutes(organizations).register(routes);
    new UserRoutes(accounts, organizations).register(routes);
    new SessionRoutes(sessions, false).register(routes);
    routes.session(
        Method.GET,
        "/api/v2/streams/{user}",
        call ->
            new Reply.EventStream(
                outlet -> {
                  streams.guard(outlet, call.user(), call.the(Params.USER).id());
                  outlet.write(outlet.framing().ping());
                }));
    routes.session(
        Method.GET,
        "/api/v2/streams/{user}/ws",
        call ->
            new Reply.Socket(
                outlet -> {
                  streams.guard(outlet, call.user(), call.the(Params.USER).id());
                  outlet.write(outlet.framing().ping());
                }));
    routes.agent(Method.GET, "/api/v2/workspaceagents/me", _ -> Reply.nothing());
    var authenticator =
        new SessionAuthenticator(sessions, _ -> Optional.empty(), "http://plane.example.com/");
    var limits = new RateLimits(new RateLimits.Settings(-1, -1, -1, -1, 1), time);
    try {
      server =
          HttpServer.start(
              new HttpServer.Settings("127.0.0.1", 0, 2, 1_000, "v2.36.0", false),
              new Gate(routes, authenticator, limits, time),
              time,
              (_, _) -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
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
    assertThat(post("/users", admin, user(name)).status()).isEqualTo(201);
    return login(name);
  }

  /// The body of a request for a user.
  public static String user(String name) {
    return """
        {"email":"%s@example.com","username":"%s","password":"%s",
         "organization_ids":["00000000-0000-0000-0000-000000000000"]}"""
        .formatted(name, name, PASSWORD);
  }

  public String login(String name) {
    return login(name, PASSWORD).text("session_token");
  }

  public Answer login(String name, String password) {
    return post(
        "/users/login",
        "",
        "{\"email\":\"" + name + "@example.com\",\"password\":\"" + password + "\"}");
  }

  @Override
  public Answer send(String method, String path, String token, @Nullable String body) {
    return client.send(method, path, token, body);
  }

  /// @param path below `/api/v2`
  /// @param headers names and values by turns
  public Answer call(String method, String path, @Nullable String body, String... headers) {
    return client.call(method, path, body, headers);
  }

  /// Runs SQL that no route offers.
  public void execute(String sql) {
    database.run(tx -> tx.sql().execute(sql));
  }

  @Override
  public void close() {
    server.close();
    client.close();
    streams.close();
    passwords.close();
    pools.close();
  }
}
