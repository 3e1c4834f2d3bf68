package signalbox.server.agent;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import signalbox.server.access.Caller;
import signalbox.server.access.OwnedAgent;
import signalbox.server.appstatus.AppStatus;
import signalbox.server.appstatus.AppStatuses;
import signalbox.server.appstatus.Leases;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.BuildId;
import signalbox.server.id.ResourceId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.template.TemplateSpec;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceApp;

/// The agents of all workspaces. Thread-safe.
public final class Agents {
  /// How long this process believes that a token is valid. Another replica may have retired the
  /// agent meanwhile; a report asks again in its own transaction.
  private static final Duration BELIEF = Duration.ofSeconds(30);

  private static final int BELIEVED_MAX = 50_000;

  private final AgentStore store = new AgentStore();
  private final Database database;
  private final AppStatuses statuses;
  private final Leases leases;
  private final Equipment equipment;
  private final AgentTokens tokens;
  private final InstantSource clock;
  private final Cache<ByteBuffer, Caller.Agent> speaking;

  public Agents(
      Database database,
      AppStatuses statuses,
      Leases leases,
      Equipment equipment,
      AgentTokens tokens,
      InstantSource clock) {
    this.database = database;
    this.statuses = statuses;
    this.leases = leases;
    this.equipment = equipment;
    this.tokens = tokens;
    this.clock = clock;
    this.speaking =
        Caffeine.newBuilder()
            .maximumSize(BELIEVED_MAX)
            .expireAfterWrite(BELIEF)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /// The agent of a token, if it may speak.
  public Optional<Caller.Agent> authenticate(String token) {
    var hash = AgentTokens.hash(token);
    var believed = speaking.getIfPresent(ByteBuffer.wrap(hash));
    if (believed != null) return Optional.of(believed);
    var found = database.read(tx -> store.speaking(tx, hash));
    found.ifPresent(agent -> speaking.put(ByteBuffer.wrap(hash), agent));
    return found;
  }

  /// Adds an agent with its apps, scripts and metadata.
  public void add(
      Tx tx, WorkspaceId workspace, BuildId build, ResourceId resource, TemplateSpec.Agent spec) {
    var id = AgentId.next();
    var hash = AgentTokens.hash(tokens.token(id));
    var at = clock.instant();
    var timeout = spec.connectionTimeoutSeconds();
    var lateAt = timeout == 0 ? null : at.plusSeconds(timeout);
    store.add(tx, id, hash, workspace, build, resource, spec, lateAt, at);
    for (var app : spec.apps()) store.put(tx, workspace, id, spec.name(), app, at);
    equipment.add(tx, id, spec);
  }

  /// Takes the right to speak from all agents of a workspace, whose row the caller holds. Call
  /// [#forget] after the commit.
  public void retire(Tx tx, UserId owner, WorkspaceId workspace) {
    var retired = store.retire(tx, workspace, clock.instant());
    if (!retired.isEmpty()) leases.ended(tx, owner, workspace, retired);
  }

  /// Does not believe the tokens of a workspace any more without looking.
  public void forget(WorkspaceId workspace) {
    speaking.asMap().values().removeIf(agent -> agent.workspace().equals(workspace));
  }

  /// The agents of these builds, in the order in which they are shown.
  public Map<ResourceId, List<WorkspaceAgent>> of(Tx tx, Collection<BuildId> builds) {
    var agents = store.of(tx, builds);
    var now = clock.instant();
    var apps = appsOf(tx, agents);
    var runs = equipment.of(tx, agents.stream().map(Agent::id).toList());
    return agents.stream()
        .sorted(Agent.ORDER)
        .collect(
            groupingBy(
                Agent::resourceId,
                mapping(
                    a -> a.wire(apps.getOrDefault(a.id(), List.of()), runs.of(a.id()), now),
                    toList())));
  }

  /// What an agent has to know about itself; empty when there is no such agent.
  public Optional<Briefing> brief(AgentId id) {
    return database.read(tx -> store.find(tx, id).map(agent -> brief(tx, agent)));
  }

  private Briefing brief(Tx tx, Agent agent) {
    var names = store.names(tx, agent.id());
    var environment = agent.environmentVariables();
    return new Briefing(
        agent.id(),
        agent.name(),
        agent.workspaceId(),
        names.workspaceName(),
        names.ownerName(),
        environment == null ? Map.of() : environment,
        agent.directory(),
        store.appsOf(tx, List.of(agent.id())).stream().sorted(App.ORDER).toList(),
        equipment.scripts(tx, agent.id()),
        equipment.metadata(tx, agent.id()));
  }

  Optional<OwnedAgent> find(AgentId id) {
    return database.read(tx -> store.find(tx, id)).map(Agent::owned);
  }

  /// Whether an agent that exists is connected.
  AgentStatus status(AgentId id) {
    return database.read(tx -> store.find(tx, id)).orElseThrow().status(clock.instant());
  }

  /// An agent that exists, with everything that its apps said, in earlier builds too.
  WorkspaceAgent wire(AgentId id) {
    return database.read(
        tx -> {
          var agent = store.find(tx, id).orElseThrow();
          var apps = store.appsOf(tx, List.of(id));
          var said = newest(tx, apps);
          return agent.wire(
              apps.stream().sorted(App.ORDER).map(app -> wire(app, said, false)).toList(),
              equipment.of(tx, List.of(id)).of(id),
              clock.instant());
        });
  }

  /// What somebody needs who wants to speak for an agent that the server does not start itself.
  CredentialsResult credentials(WorkspaceId workspace, String agentName) {
    var site = database.read(tx -> store.site(tx, workspace, agentName)).orElseThrow();
    var agent = site.agentId();
    var runtime = site.runtime();
    var stored = site.tokenSha256();
    if (!site.isRunning()) {
      return new CredentialsResult.NotRunning(site.transition(), site.jobStatus());
    }
    if (agent == null || runtime == null || stored == null) {
      return new CredentialsResult.NoSuchAgent();
    }
    if (!runtime.equals(TemplateSpec.Resource.EXTERNAL)) {
      return new CredentialsResult.NotExternal(runtime);
    }
    var token = tokens.token(agent);
    return MessageDigest.isEqual(AgentTokens.hash(token), stored)
        ? new CredentialsResult.Found(token, site.apps())
        : new CredentialsResult.KeyChanged();
  }

  private Map<AgentId, List<WorkspaceApp>> appsOf(Tx tx, List<Agent> agents) {
    if (agents.isEmpty()) return Map.of();
    var apps = store.appsOf(tx, agents.stream().map(Agent::id).toList());
    var said = newest(tx, apps);
    return apps.stream()
        .sorted(App.ORDER)
        .collect(groupingBy(App::agentId, mapping(app -> wire(app, said, true), toList())));
  }

  private Map<AppId, List<AppStatus>> newest(Tx tx, List<App> apps) {
    return statuses.newest(tx, apps.stream().map(App::id).toList()).stream()
        .collect(groupingBy(AppStatus::appId));
  }

  private WorkspaceApp wire(App app, Map<AppId, List<AppStatus>> said, boolean ofThisBuild) {
    return app.wire(
        said.getOrDefault(app.id(), List.of()).stream()
            .filter(status -> !ofThisBuild || status.agentId().equals(app.agentId()))
            .map(statuses::wire)
            .toList());
  }
}
