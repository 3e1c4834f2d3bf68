package signalbox.server;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import signalbox.server.build.AutomaticStops;
import signalbox.server.build.BuildReader;
import signalbox.server.build.BuildRoutes;
import signalbox.server.build.Builds;
import signalbox.server.build.Deadlines;
import signalbox.server.build.Workbench;
import signalbox.server.bus.Bus;
import signalbox.server.bus.Connector;
import signalbox.server.bus.Echo;
import signalbox.server.bus.MemoryBus;
import signalbox.server.bus.PostgresBus;
import signalbox.server.connection.AgentSessions;
import signalbox.server.connection.Connections;
import signalbox.server.db.Database;
import signalbox.server.db.Migrations;
import signalbox.server.db.Pools;
import signalbox.server.db.Retention;
import signalbox.server.departure.Departures;
import signalbox.server.deployment.Deployment;
import signalbox.server.deployment.DeploymentRoutes;
import signalbox.server.deployment.DeploymentStore;
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
import signalbox.server.metrics.Metrics;
import signalbox.server.organization.OrganizationRoutes;
import signalbox.server.organization.Organizations;
import signalbox.server.postgres.EmbeddedPostgres;
import signalbox.server.postgres.PostgresUrl;
import signalbox.server.process.ProcessHost;
import signalbox.server.session.KeyRevocation;
import signalbox.server.session.OpenStreams;
import signalbox.server.session.SessionAuthenticator;
import signalbox.server.session.SessionRoutes;
import signalbox.server.session.Sessions;
import signalbox.server.tailnet.TailnetRoutes;
import signalbox.server.tailnet.TailnetSockets;
import signalbox.server.tailnet.WorkspaceUpdates;
import signalbox.server.template.BuiltInTemplates;
import signalbox.server.template.Imports;
import signalbox.server.template.TemplateRoutes;
import signalbox.server.template.TemplateVersions;
import signalbox.server.template.Templates;
import signalbox.server.template.VersionRoutes;
import signalbox.server.time.SystemTicker;
import signalbox.server.time.Ticker;
import signalbox.server.usage.Usage;
import signalbox.server.user.Accounts;
import signalbox.server.user.Passwords;
import signalbox.server.user.UserRoutes;
import signalbox.server.watch.Announcer;
import signalbox.server.watch.Deliveries;
import signalbox.server.watch.Hub;
import signalbox.server.watch.WatchRoutes;
import signalbox.server.workspace.AutomaticStarts;
import signalbox.server.workspace.WorkspaceReader;
import signalbox.server.workspace.WorkspaceRoutes;
import signalbox.server.workspace.Workspaces;

/// A running server: everything is made here, by hand, from top to bottom, and ended in the
/// opposite order.
public final class Signalbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Signalbox.class);

  /// Builds that a replica works on at the same time.
  private static final int BUILDERS = 2;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Routes routes = new Routes();
  private final HttpServer http;
  private final URI address;

  /// Starts a server and returns when it answers.
  ///
  /// @throws BindException when the port cannot be had
  /// @throws signalbox.server.postgres.PostgresStartException when the embedded database cannot be
  /// @throws IOException when the data directory cannot be used
  public static Signalbox start(Config config) throws IOException, InterruptedException {
    return start(config, new SystemTicker());
  }

  /// As [#start(Config)], with another clock.
  public static Signalbox start(Config config, Ticker ticker)
      throws IOException, InterruptedException {
    return new Signalbox(config, ticker);
  }

  private Signalbox(Config config, Ticker ticker) throws IOException, InterruptedException {
    try {
      if (ticker instanceof AutoCloseable own) parts.push(own);
      var postgres = postgres(config);
      Files.createDirectories(config.dataDir());
      var pools = ended(Pools.open(postgres.jdbcUrl(), postgres.user(), postgres.password()));
      Migrations.run(pools.writes());
      var bus = ended(bus(config, postgres, ticker));
      var announcer = new Announcer(bus);
      var database = new Database(pools.writes(), pools.reads(), ticker, announcer::committed);
      var deployment = DeploymentStore.read(database, accessUrl(config));
      var metrics = new Metrics();

      var streams = ended(new OpenStreams(database, ticker));
      var organizations = new Organizations(database);
      var passwords = ended(new Passwords());
      var accounts =
          new Accounts(database, organizations, passwords, new KeyRevocation(streams), ticker);
      var sessions = new Sessions(database, accounts, passwords, streams, ticker);

      var activity = ended(new ActivityBump(database, ticker));
      var ingest =
          ended(new Ingest(database, new Recorder(ticker), activity::atWork, metrics::group));
      var statuses = new AppStatuses(database, ingest, ticker);
      var tokens = AgentTokens.ofDirectory(config.dataDir());
      var leases = ended(new Leases(database, ticker));
      var sources = new LogSources();
      var scripts = new AgentScripts(database, sources, ticker);
      var departures = ended(new Departures(database, ticker));
      announcer.onCommit(departures::committed);
      var agentLogs = new AgentLogs(database, bus, ticker);
      var logFollowers = ended(new LogFollowers(database, bus, departures, ticker));
      var agentMetadata = ended(new AgentMetadata(database, bus, ticker));
      var metadataWatchers = ended(new MetadataWatchers(database, bus, departures, ticker));
      var equipment = new Equipment(scripts, sources, new Descriptions());
      var agents = new Agents(database, statuses, leases, equipment, tokens, ticker);
      ended(new AgentTimeouts(database, ticker));
      ended(new SilentAgents(database, leases, ticker));
      var connections = ended(new Connections(database, leases, ticker));
      var agentSessions = new AgentSessions(database, ticker);
      var usage = ended(new Usage(database, activity::atWork, ticker));

      var jobs = new Jobs(bus, ticker);
      var logs = new JobLogs(database, bus, ticker);
      var uploads = new Uploads(database, ticker);
      var versions = new TemplateVersions(database, uploads, jobs, logs, ticker);
      var imports = new Imports(database, uploads, jobs, logs, ticker);
      var importer = ended(new JobRunner(imports, jobs, ticker, 1));
      var templates = new Templates(database, bus, ticker);
      new BuiltInTemplates(database, jobs, ticker).install();
      var buildReader = new BuildReader(agents);
      var builds =
          new Builds(
              database, buildReader, templates, jobs, logs, agents, config.processGuests(), ticker);
      var hosting =
          new ProcessHost.Settings(
              config.dataDir(), config.agentCommand(), deployment.accessUrl(), tokens::token);
      var host = ended(new ProcessHost(database, hosting, ticker));
      var bench = new Workbench(database, templates, jobs, logs, agents, host, ticker);
      var runner = ended(new JobRunner(bench, jobs, ticker, BUILDERS));
      ended(new JobReaper(List.of(bench, imports), ticker));
      var deadlines = new Deadlines(database, ticker);
      ended(new AutomaticStops(database, builds, ticker));
      ended(new AutomaticStarts(database, builds, ticker));
      var reader = new WorkspaceReader(buildReader, statuses, config.renames());
      var workspaces =
          new Workspaces(database, reader, templates, builds, deadlines, ticker, config.renames());

      var deliveries = new Deliveries(ticker, metrics::delivered);
      var hub =
          ended(
              new Hub(
                  database.readingOver(pools.watching()),
                  reader,
                  deployment.epoch(),
                  bus,
                  announcer,
                  ticker,
                  deliveries));
      metrics.watch(announcer::count, bus, hub::feeds, connections::count);
      List<Runnable> features =
          List.of(
              statuses::forgetOldKeys,
              agentSessions::forgetOld,
              uploads::forgetUnused,
              () -> agentLogs.forget(ticker.instant().minus(config.agentLogRetention())));
      ended(new Retention(database, config.eventRetention(), features, ticker));

      new OrganizationRoutes(organizations).register(routes);
      new UserRoutes(accounts, organizations).register(routes);
      new SessionRoutes(sessions, config.secureCookies()).register(routes);
      new TemplateRoutes(templates).register(routes);
      new VersionRoutes(versions, logs, streams).register(routes);
      new FileRoutes(uploads).register(routes);
      new WorkspaceRoutes(workspaces, deadlines).register(routes);
      new BuildRoutes(database, builds, buildReader, logs, streams).register(routes);
      new AgentRoutes(agents, deployment.accessUrl()).register(routes);
      new SelfRoutes(deployment.accessUrl(), departures).register(routes);
      new GitSshKeyRoutes(new GitSshKeys(database, tokens::secret, ticker)).register(routes);
      new AgentLogRoutes(agentLogs, logFollowers, streams).register(routes);
      new MetadataRoutes(metadataWatchers, streams).register(routes);
      new AppStatusRoutes(statuses).register(routes);
      new WatchRoutes(hub, streams).register(routes);
      var limits = new RateLimits(limits(config), ticker);
      var calls =
          new AgentCalls(
              agents,
              scripts,
              new AgentReports(database, ticker),
              statuses,
              limits::countReport,
              usage,
              agentSessions,
              agentLogs,
              agentMetadata,
              ticker);
      new AgentSocketRoutes(new AgentSockets(connections, calls)).register(routes);
      var updates = new WorkspaceUpdates(database, hub, streams);
      new TailnetRoutes(new TailnetSockets(updates, streams)).register(routes);
      new DeploymentRoutes(deployment, metrics).register(routes);

      var authenticator =
          new SessionAuthenticator(
              sessions, agents::authenticate, deployment.accessUrl().toString());
      http =
          ended(
              HttpServer.start(
                  listen(config),
                  new Gate(routes, authenticator, limits, ticker),
                  ticker,
                  metrics::stream));
      address = config.address(http.port());
      if (config.runsJobs()) {
        runner.start();
        importer.start();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Where it listens.
  public URI address() {
    return address;
  }

  /// All that it answers.
  public Routes routes() {
    return routes;
  }

  /// Stops in good order: requests in flight finish, streams end, then the rest, PostgreSQL last.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop in good order.", part.getClass().getSimpleName(), e);
      }
    }
  }

  /// Ends the part with the server.
  private <T extends AutoCloseable> T ended(T part) {
    parts.push(part);
    return part;
  }

  private PostgresUrl postgres(Config config) {
    var url = config.postgresUrl();
    return url != null
        ? PostgresUrl.parse(url)
        : ended(EmbeddedPostgres.start(config.dataDir())).address();
  }

  private static Bus bus(Config config, PostgresUrl postgres, Ticker ticker) {
    return switch (config.bus()) {
      case MEMORY -> new MemoryBus();
      case POSTGRES ->
          PostgresBus.open(Connector.to(postgres), ticker, Echo.skipOwnOn(Announcer.CHANNEL));
    };
  }

  private static URI accessUrl(Config config) {
    var url = config.accessUrl();
    return url != null ? url : config.address(config.port());
  }

  private static RateLimits.Settings limits(Config config) {
    return new RateLimits.Settings(
        config.apiRateLimit(),
        config.loginRateLimit(),
        config.filesRateLimit(),
        config.reportRateLimit(),
        config.reportBurst());
  }

  private static HttpServer.Settings listen(Config config) {
    var loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    return new HttpServer.Settings(
        config.host(),
        config.port(),
        loops,
        config.connectionsMax(),
        Deployment.VERSION,
        config.secureCookies());
  }
}
