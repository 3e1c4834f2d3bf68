package signalbox.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signalbox.server.agent.AgentReports;
import signalbox.server.agent.AgentRoutes;
import signalbox.server.agent.AgentTimeouts;
import signalbox.server.agent.AgentTokens;
import signalbox.server.agent.Agents;
import signalbox.server.agent.Equipment;
import signalbox.server.agent.SelfRoutes;
import signalbox.server.agent.SilentAgents;
import signalbox.server.agentlog.AgentLogRoutes;
import signalbox.server.agentlog.AgentLogs;
import signalbox.server.agentlog.LogFollowers;
import signalbox.server.agentlog.LogSources;
import signalbox.server.agentmetadata.AgentMetadata;
import signalbox.server.agentmetadata.Descriptions;
import signalbox.server.agentmetadata.MetadataRoutes;
import signalbox.server.agentmetadata.MetadataWatchers;
import signalbox.server.agentrpc.AgentCalls;
import signalbox.server.agentrpc.AgentSocketRoutes;
import signalbox.server.agentrpc.AgentSockets;
import signalbox.server.agentscript.AgentScripts;
import signalbox.server.appstatus.AppStatusRoutes;
import signalbox.server.appstatus.AppStatuses;
import signalbox.server.appstatus.Ingest;
import signalbox.server.appstatus.Leases;
import signalbox.server.appstatus.Recorder;
import signalbox.server.build.ActivityBump;
import signalbox.server.build.AgentHost;
import signalbox.server.build.AutomaticStops;
import signalbox.server.build.BuildReader;
import signalbox.server.build.BuildRoutes;
import signalbox.server.build.Builds;
import signalbox.server.build.Deadlines;
import signalbox.server.build.Workbench;
import signalbox.server.bus.MemoryBus;
import signalbox.server.connection.AgentSessions;
import signalbox.server.connection.Connections;
import signalbox.server.db.Database;
import signalbox.server.db.Migrations;
import signalbox.server.db.Pools;
import signalbox.server.departure.Departures;
import signalbox.server.event.LoggedEvent;
import signalbox.server.file.FileRoutes;
import signalbox.server.file.Uploads;
import signalbox.server.gitssh.GitSshKeyRoutes;
import signalbox.server.gitssh.GitSshKeys;
import signalbox.server.http.Gate;
import signalbox.server.http.HttpServer;
import signalbox.server.http.RateLimits;
import signalbox.server.http.Routes;
import signalbox.server.job.JobLogs;
import signalbox.server.job.JobReaper;
import signalbox.server.job.JobRunner;
import signalbox.server.job.Jobs;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.organization.Organizations;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.process.ProcessHost;
import signalbox.server.session.KeyRevocation;
import signalbox.server.session.OpenStreams;
import signalbox.server.session.SessionAuthenticator;
import signalbox.server.session.SessionRoutes;
import signalbox.server.session.Sessions;
import signalbox.server.template.BuiltInTemplates;
import signalbox.server.template.Imports;
import signalbox.server.template.TemplateRoutes;
import signalbox.server.template.TemplateVersions;
import signalbox.server.template.Templates;
import signalbox.server.template.VersionRoutes;
import signalbox.server.usage.Usage;
import signalbox.server.user.Accounts;
import signalbox.server.user.Passwords;
import signalbox.server.user.UserRoutes;
import signalbox.server.workspace.AutomaticStarts;
import signalbox.server.workspace.WorkspaceReader;
import signalbox.server.workspace.WorkspaceRoutes;
import signalbox.server.workspace.Workspaces;
import tools.jackson.databind.JsonNode;

/// A server with workspaces in which nothing happens by itself: the clock moves when a test says
/// so, and jobs run when a test says so. Two of them may share a database. It has the users
/// `admin`, who runs the deployment, and `alice`.
public final class Workshop implements Requests, AutoCloseable {
  public final SteppedTicker time = new SteppedTicker();
  public final StatementLog reads = new StatementLog();
  public final StatementLog writes = new StatementLog();
  public final PostgresUrl address;
  public final Database database;
  public final MemoryBus bus = new MemoryBus();
  public final Workbench bench;
  public final JobRunner runner;
  public final JobRunner importer;
  public final Agents agents;
  private final AgentTokens tokens;
  public final AgentScripts scripts;
  public final AgentTimeouts timeouts;
  public final Leases leases;
  private final SilentAgents silent;
  public final AutomaticStops stops;
  public final ProcessHost host;
  private final TestDirectory folder = TestDirectory.make();
  public final AutomaticStarts starts;
  public final JobLogs logs;
  public final AgentLogs agentLogs;
  public final AgentMetadata metadata;
  public final BuiltInTemplates builtIn;
  public final WorkspaceReader reader;
  public final String admin = token("admin");
  public final String alice = token("alice");
  private final List<LoggedEvent> events = new CopyOnWriteArrayList<>();
  private final Pools pools;
  private final Passwords passwords = new Passwords();
  private final OpenStreams streams;
  private final LogFollowers logFollowers;
  private final MetadataWatchers metadataWatchers;
  private final Departures departures;
  private final List<Consumer<LoggedEvent>> witnesses = new CopyOnWriteArrayList<>();
  private final Ingest ingest;
  private final ActivityBump activity;
  private final Connections connections;
  private final Usage usage;
  private final JobReaper reaper;
  private final HttpServer server;
  public final Client client;

  public static Workshop open() {
    return new Workshop(TestPostgres.freshDatabase("workshop", Workshop::prepare), 1);
  }

  /// One with another key for the tokens of agents.
  public static Workshop withKey(PostgresUrl address, int key) {
    return new Workshop(address, key);
  }

  private Workshop(PostgresUrl address, int key) {
    this.address = address;
    pools = Pools.open(address.jdbcUrl(), address.user(), address.password());
    database =
        new Database(
            writes.listen(pools.writes()), reads.listen(pools.reads()), time, this::committed);
    streams = new OpenStreams(database, time);
    var organizations = new Organizations(database);
    var accounts =
        new Accounts(database, organizations, passwords, new KeyRevocation(streams), time);
    var sessions = new Sessions(database, accounts, passwords, streams, time);
    activity = new ActivityBump(database, time);
    ingest = new Ingest(database, new Recorder(time), activity::atWork, _ -> {});
    var statuses = new AppStatuses(database, ingest, time);
    leases = new Leases(database, time);
    silent = new SilentAgents(database, leases, time);
    var sources = new LogSources();
    scripts = new AgentScripts(database, sources, time);
    departures = new Departures(database, time);
    witnesses.add(departures::committed);
    agentLogs = new AgentLogs(database, bus, time);
    logFollowers = new LogFollowers(database, bus, departures, time);
    metadata = new AgentMetadata(database, bus, time);
    metadataWatchers = new MetadataWatchers(database, bus, departures, time);
    var equipment = new Equipment(scripts, sources, new Descriptions());
    tokens = new AgentTokens(key(key));
    agents = new Agents(database, statuses, leases, equipment, tokens, time);
    var jobs = new Jobs(bus, time);
    logs = new JobLogs(database, bus, time);
    var uploads = new Uploads(database, time);
    var versions = new TemplateVersions(database, uploads, jobs, logs, time);
    var imports = new Imports(database, uploads, jobs, logs, time);
    importer = new JobRunner(imports, jobs, time, 1);
    var templates = new Templates(database, bus, time);
    builtIn = new BuiltInTemplates(database, jobs, time);
    builtIn.install();
    var buildReader = new BuildReader(agents);
    var builds =
        new Builds(
            database, buildReader, templates, jobs, logs, agents, AgentHost.Guests.OWNER, time);
    host = anotherHost();
    bench = new Workbench(database, templates, jobs, logs, agents, host, time);
    runner = new JobRunner(bench, jobs, time, 2);
    reaper = new JobReaper(List.of(bench, imports), time);
    timeouts = new AgentTimeouts(database, time);
    var deadlines = new Deadlines(database, time);
    stops = new AutomaticStops(database, builds, time);
    starts = new AutomaticStarts(database, builds, time);
    reader = new WorkspaceReader(buildReader, statuses, true);
    var workspaces = new Workspaces(database, reader, templates, builds, deadlines, time, true);
    var routes = new Routes();
    new OrganizationRoutes(organizations).register(routes);
    new UserRoutes(accounts, organizations).register(routes);
    new SessionRoutes(sessions, false).register(routes);
    new TemplateRoutes(templates).register(routes);
    new VersionRoutes(versions, logs, streams).register(routes);
    new FileRoutes(uploads).register(routes);
    new WorkspaceRoutes(workspaces, deadlines).register(routes);
    new BuildRoutes(database, builds, buildReader, logs, streams).register(routes);
    new AgentRoutes(agents, URI.create("http://plane.example.com")).register(routes);
    new SelfRoutes(URI.create("http://plane.example.com"), departures).register(routes);
    new GitSshKeyRoutes(new GitSshKeys(database, tokens::secret, time)).register(routes);
    new AgentLogRoutes(agentLogs, logFollowers, streams).register(routes);
    new MetadataRoutes(metadataWatchers, streams).register(routes);
    new AppStatusRoutes(statuses).register(routes);
    connections = new Connections(database, leases, time);
    usage = new Usage(database, activity::atWork, time);
    var calls =
        new AgentCalls(
            agents,
            scripts,
            new AgentReports(database, time),
            statuses,
            _ -> true,
            usage,
            new AgentSessions(database, time),
            agentLogs,
            metadata,
            time);
    new AgentSocketRoutes(new AgentSockets(connections, calls)).register(routes);
    var authenticator =
        new SessionAuthenticator(sessions, agents::authenticate, "http://plane.example.com");
    server = serve(new Gate(routes, authenticator, limits(), time));
    client = new Client(() -> URI.create("http://127.0.0.1:" + server.port()), time);
    events.clear();
  }

  private void committed(List<LoggedEvent> committed) {
    events.addAll(committed);
    for (var witness : witnesses) committed.forEach(witness);
  }

  private HttpServer serve(Gate gate) {
    try {
      return HttpServer.start(
          new HttpServer.Settings("127.0.0.1", 0, 2, 1_000, "v2.36.0", false),
          gate,
          time,
          (_, _) -> {});
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private RateLimits limits() {
    return new RateLimits(new RateLimits.Settings(-1, -1, -1, -1, 1), time);
  }

  /// Runs programs where our agent would run: what is in `agent.sh` of the workspace's directory,
  /// or one that only waits.
  public ProcessHost anotherHost() {
    var agent = "if [ -f agent.sh ]; then exec sh ./agent.sh; else exec sleep 1000; fi";
    var settings =
        new ProcessHost.Settings(
            folder.path(),
            List.of("/bin/sh", "-c", agent),
            URI.create("http://plane.example.com"),
            tokens::token);
    try {
      return new ProcessHost(database, settings, time);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Where a workspace that the server hosts lives.
  public Path home(String workspace) {
    return folder.path().resolve("workspaces").resolve(workspace);
  }

  private static byte[] key(int first) {
    var key = new byte[32];
    key[0] = (byte) first;
    return key;
  }

  private static void prepare(PostgresUrl address) {
    try (var pools = Pools.open(address.jdbcUrl(), address.user(), address.password())) {
      Migrations.run(pools.writes());
      var database = new Database(pools.writes(), pools.reads(), new SteppedTicker(), _ -> {});
      addUser(database, "admin", "owner");
      addUser(database, "alice");
    }
  }

  /// A user with a token, without the second that a password takes.
  private static void addUser(Database database, String name, String... roles) {
    database.run(
        tx ->
            tx.sql()
                .createUpdate(
                    """
                    WITH u AS (
                      INSERT INTO users (id, username, email, status, roles, created_at, updated_at, last_seen_at)
                      VALUES (gen_random_uuid(), :name, :name || '@example.com', 'active', :roles,
                              'epoch', 'epoch', 'epoch')
                      RETURNING id
                    ), m AS (
                      INSERT INTO organization_members (organization_id, user_id, created_at)
                      SELECT o.id, u.id, 'epoch' FROM organizations o, u
                    ), c AS (
                      INSERT INTO owner_counters (owner_id) SELECT id FROM u
                    )
                    INSERT INTO api_keys (id, user_id, secret_sha256, login_type, token_name, lifetime_seconds,
                                          expires_at, created_at, updated_at)
                    SELECT substr(:token, 1, 10), id, sha256(convert_to(substr(:token, 12), 'UTF8')), 'token', 'test',
                           1000000000, '2100-01-01', 'epoch', 'epoch'
                      FROM u
                    """)
                .bind("name", name)
                .bindArray("roles", String.class, (Object[]) roles)
                .bind("token", token(name))
                .execute());
  }

  private static String token(String name) {
    return name + "0".repeat(10 - name.length()) + "-" + "s".repeat(22);
  }

  /// Makes a member of the default organization and answers their token.
  public String member(String name) {
    addUser(database, name);
    return token(name);
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /// @param body JSON with single quotes in place of double ones
  @Override
  public Answer send(String method, String path, String token, @Nullable String body) {
    return client.send(method, path, token, body == null ? null : body.replace('\'', '"'));
  }

  /// Uploads an archive with this one file and queues its import.
  ///
  /// @param more members of the request's JSON, each with a comma in front and single quotes in
  ///   place of double ones
  public Answer version(String signalboxYaml, String more) {
    var tar = new Archive().file("signalbox.yaml", signalboxYaml).bytes();
    var file = client.upload("/files", admin, "application/x-tar", tar);
    return post(
        "/organizations/default/templateversions",
        admin,
        "{'storage_method':'file','provisioner':'echo','file_id':'%s'%s}"
            .formatted(file.text("hash"), more));
  }

  /// Makes a template of a file.
  ///
  /// @return its id
  public String template(String name, String signalboxYaml) {
    var version = version(signalboxYaml, "");
    assertThat(version.status()).as(version.body()).isEqualTo(201);
    runJobs();
    var made =
        post(
            "/organizations/default/templates",
            admin,
            "{'name':'%s','template_version_id':'%s'}".formatted(name, version.text("id")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("id");
  }

  /// Opens an event stream.
  public EventStream stream(String path, String token) {
    return new EventStream(
        URI.create("http://127.0.0.1:" + server.port() + "/api/v2" + path), token, "");
  }

  /// Opens a WebSocket.
  public WebSocket socket(String path, String token, WebSocket.Listener listener) {
    return client.socket(path, token, listener);
  }

  /// The id of the built-in template.
  public String template() {
    return get("/organizations/default/templates/external", admin).text("id");
  }

  /// Asks for a workspace of the built-in template; its first build is queued.
  public Answer create(String name, String token) {
    return post(
        "/users/me/workspaces",
        token,
        "{'template_id':'%s','name':'%s'}".formatted(template(), name));
  }

  /// Makes a workspace and starts it.
  ///
  /// @return its id
  public String started(String name, String token) {
    var made = create(name, token);
    assertThat(made.status()).isEqualTo(201);
    runJobs();
    return made.text("id");
  }

  /// Queues a build.
  public Answer build(String workspace, String transition, String token) {
    return post(
        "/workspaces/" + workspace + "/builds", token, "{'transition':'" + transition + "'}");
  }

  /// Works until the queue is empty.
  public void runJobs() {
    var more = true;
    while (more) more = runner.runOne() || importer.runOne();
  }

  public JsonNode workspace(String id) {
    return get("/workspaces/" + id + "?include_deleted=true", admin).json();
  }

  public String status(String workspace) {
    return workspace(workspace).at("/latest_build/status").asString();
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
                                (spec #> '{resources,0,agents,0}') || CAST(? AS jsonb))
        """,
        "{" + more.replace('\'', '"') + "}");
  }

  /// The agent of a started workspace, as its JSON has it.
  public JsonNode agent(String workspace) {
    return workspace(workspace).at("/latest_build/resources/0/agents/0");
  }

  /// The token of a started workspace's agent.
  public String agentToken(String workspace) {
    return get("/workspaces/" + workspace + "/external-agent/main/credentials", admin)
        .text("agent_token");
  }

  /// Reports with an agent's token.
  public Answer report(String agentToken, String state, String message) {
    return patch(
        "/workspaceagents/me/app-status",
        agentToken,
        "{'app_slug':'claude','state':'%s','message':'%s'}".formatted(state, message));
  }

  /// Moves the deadlines that the reports until now move. One more report, which says nothing,
  /// waits until those before it have left their notes.
  public void moveDeadlines(String agentToken) {
    var body = "{'app_slug':'none','state':'idle'}";
    assertThat(patch("/workspaceagents/me/app-status", agentToken, body).status()).isEqualTo(400);
    activity.bump();
  }

  /// The kinds of the events that were announced since the last call, in order.
  public List<String> news() {
    var kinds = events.stream().map(LoggedEvent::kind).toList();
    events.clear();
    return kinds;
  }

  /// As [#news], once there are so many.
  public List<String> news(int count) {
    Eventually.await(() -> events.size() >= count);
    return news();
  }

  /// Runs SQL that no route offers.
  public void execute(String sql, Object... values) {
    database.run(tx -> tx.sql().execute(sql, values));
  }

  @Override
  public void close() {
    server.close();
    client.close();
    connections.close();
    usage.close();
    runner.close();
    importer.close();
    reaper.close();
    timeouts.close();
    silent.close();
    leases.close();
    stops.close();
    starts.close();
    metadata.close();
    metadataWatchers.close();
    logFollowers.close();
    departures.close();
    host.close();
    folder.close();
    ingest.close();
    activity.close();
    streams.close();
    passwords.close();
    bus.close();
    pools.close();
  }
}
