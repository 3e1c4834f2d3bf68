package signalbox.server.agentrpc;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import signalbox.agentapi.agent.BatchUpdateAppHealthRequest;
import signalbox.agentapi.agent.BatchUpdateAppHealthResponse;
import signalbox.agentapi.agent.Startup;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.agentapi.agent.UpdateStartupRequest;
import signalbox.rpc.drpc.Call;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.access.Refusal;
import signalbox.server.agent.AgentReports;
import signalbox.server.agent.AppHealth;
import signalbox.server.agent.HealthResult;
import signalbox.server.agent.Lifecycle;
import signalbox.server.id.AppId;

/// What an agent says of itself and of its apps' health.
final class LifeCalls {
  /// As Go's `semver.IsValid` has it: a leading v, and minor and patch may be missing.
  private static final Pattern SEMVER =
      Pattern.compile(
          "v(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)"
              + "(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?)?)?");

  private static final int VERSION_LENGTH_MAX = 128;
  private static final int DIRECTORY_LENGTH_MAX = 4_096;

  private final AgentReports reports;
  private final InstantSource clock;

  LifeCalls(AgentReports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  void register(CallTable calls) {
    calls
        .unary(
            AgentCalls.SERVICE + "UpdateLifecycle",
            UpdateLifecycleRequest.parser(),
            this::lifecycle)
        .unary(AgentCalls.SERVICE + "UpdateStartup", UpdateStartupRequest.parser(), this::startup)
        .unary(
            AgentCalls.SERVICE + "BatchUpdateAppHealths",
            BatchUpdateAppHealthRequest.parser(),
            (peer, _, request) -> health(peer, request));
  }

  /// An agent tells each state once: after an error it looks well and stays in the state before for
  /// ever. So the database's absence is waited for.
  private signalbox.agentapi.agent.Lifecycle lifecycle(
      Peer peer, Call call, UpdateLifecycleRequest request)
      throws RpcException, InterruptedException {
    if (!request.hasLifecycle()) throw new RpcException("a lifecycle is required");
    var said = request.getLifecycle();
    var state = state(said);
    var since = said.hasChangedAt() ? Wire.instant(said.getChangedAt()) : clock.instant();
    var stored = Persistence.untilDone(call, () -> reports.lifecycle(peer.agent(), state, since));
    if (!stored) throw Refusal.staleAgent();
    return said;
  }

  private static Lifecycle state(signalbox.agentapi.agent.Lifecycle said) throws RpcException {
    return switch (said.getState()) {
      case CREATED -> Lifecycle.CREATED;
      case STARTING -> Lifecycle.STARTING;
      case START_TIMEOUT -> Lifecycle.START_TIMEOUT;
      case START_ERROR -> Lifecycle.START_ERROR;
      case READY -> Lifecycle.READY;
      case SHUTTING_DOWN -> Lifecycle.SHUTTING_DOWN;
      case SHUTDOWN_TIMEOUT -> Lifecycle.SHUTDOWN_TIMEOUT;
      case SHUTDOWN_ERROR -> Lifecycle.SHUTDOWN_ERROR;
      case OFF -> Lifecycle.OFF;
      case STATE_UNSPECIFIED -> throw unknownState("STATE_UNSPECIFIED");
      case UNRECOGNIZED -> throw unknownState(Integer.toString(said.getStateValue()));
    };
  }

  private static RpcException unknownState(String name) {
    return new RpcException("unknown lifecycle state \"" + name + '"');
  }

  private Startup startup(Peer peer, Call call, UpdateStartupRequest request)
      throws RpcException, InterruptedException {
    var said = request.getStartup();
    if (said.getVersion().length() > VERSION_LENGTH_MAX
        || !SEMVER.matcher(said.getVersion()).matches()) {
      throw new RpcException("invalid agent semver version \"" + said.getVersion() + '"');
    }
    var directory = Wire.text(said.getExpandedDirectory(), "the expanded directory");
    if (directory.length() > DIRECTORY_LENGTH_MAX) {
      throw new RpcException("the expanded directory is too long");
    }
    var startup =
        new signalbox.server.agent.Startup(
            said.getVersion(), peer.version().toString(), directory, subsystems(said));
    var stored = Persistence.untilDone(call, () -> reports.startup(peer.agent(), startup));
    if (!stored) throw Refusal.staleAgent();
    return said;
  }

  private static List<String> subsystems(Startup said) throws RpcException {
    for (var number : said.getSubsystemsValueList()) {
      var known = Startup.Subsystem.forNumber(number);
      if (known == null || known == Startup.Subsystem.SUBSYSTEM_UNSPECIFIED) {
        throw new RpcException("invalid agent subsystem \"" + number + '"');
      }
    }
    return said.getSubsystemsList().stream()
        .map(subsystem -> subsystem.name().toLowerCase(Locale.ROOT))
        .distinct()
        .sorted()
        .toList();
  }

  private BatchUpdateAppHealthResponse health(Peer peer, BatchUpdateAppHealthRequest request)
      throws RpcException {
    return switch (reports.health(peer.agent(), healths(request))) {
      case HealthResult.Stored _ -> BatchUpdateAppHealthResponse.getDefaultInstance();
      case HealthResult.UnknownApp(var app) ->
          throw new RpcException("workspace app ID \"" + app + "\" not found");
      case HealthResult.StaleAgent _ -> throw Refusal.staleAgent();
    };
  }

  private static Map<AppId, AppHealth> healths(BatchUpdateAppHealthRequest request)
      throws RpcException {
    var healths = new HashMap<AppId, AppHealth>();
    for (var update : request.getUpdatesList()) {
      healths.put(new AppId(Wire.uuid(update.getId(), "parse workspace app ID")), health(update));
    }
    return healths;
  }

  private static AppHealth health(BatchUpdateAppHealthRequest.HealthUpdate update)
      throws RpcException {
    return switch (update.getHealth()) {
      case DISABLED -> AppHealth.DISABLED;
      case INITIALIZING -> AppHealth.INITIALIZING;
      case HEALTHY -> AppHealth.HEALTHY;
      case UNHEALTHY -> AppHealth.UNHEALTHY;
      case APP_HEALTH_UNSPECIFIED, UNRECOGNIZED ->
          throw new RpcException("unknown health status " + update.getHealthValue());
    };
  }
}
