package signalbox.server.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.OwnedAgent;
import signalbox.server.agentlog.LogSource;
import signalbox.server.agentscript.AgentScript;
import signalbox.server.id.AgentId;
import signalbox.server.id.BuildId;
import signalbox.server.id.ResourceId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Connection;
import signalbox.wire.BadJson;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceApp;

/// One agent of one build, as stored.
///
/// @param ownerId owner of its workspace
/// @param environment JSON object of texts; null when there is none
/// @param logsLength in bytes
record Agent(
    AgentId id,
    WorkspaceId workspaceId,
    UserId ownerId,
    BuildId buildId,
    ResourceId resourceId,
    String name,
    String lifecycleState,
    String architecture,
    String operatingSystem,
    @Nullable String environment,
    String directory,
    String expandedDirectory,
    String version,
    String apiVersion,
    int connectionTimeoutSeconds,
    String troubleshootingUrl,
    int displayOrder,
    int logsLength,
    boolean logsOverflowed,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant firstConnectedAt,
    @Nullable Instant lastConnectedAt,
    @Nullable Instant disconnectedAt,
    @Nullable Instant startedAt,
    @Nullable Instant readyAt,
    List<String> subsystems) {
  Agent {
    subsystems = List.copyOf(subsystems);
  }

  static final Comparator<Agent> ORDER =
      Comparator.comparingInt(Agent::displayOrder).thenComparing(Agent::name);

  OwnedAgent owned() {
    return new OwnedAgent(id, workspaceId, ownerId, name);
  }

  WorkspaceAgent wire(List<WorkspaceApp> apps, Runs.OfOne runs, Instant now) {
    var status = status(now);
    return new WorkspaceAgent(
        id.value(),
        null,
        createdAt,
        updatedAt,
        firstConnectedAt,
        lastConnectedAt,
        status == AgentStatus.DISCONNECTED && !connection().hasDropped()
            ? lastConnectedAt
            : disconnectedAt,
        startedAt,
        readyAt,
        status.wire(),
        lifecycleState,
        name,
        resourceId.value(),
        architecture,
        environmentVariables(),
        operatingSystem,
        logsLength,
        logsOverflowed,
        directory,
        expandedDirectory,
        version,
        apiVersion,
        apps,
        connectionTimeoutSeconds,
        troubleshootingUrl,
        subsystems,
        AgentHealth.of(status, lifecycleState),
        List.of(),
        runs.sources().stream().map(LogSource::wire).toList(),
        runs.scripts().stream().map(AgentScript::wire).toList(),
        runs.behavior());
  }

  AgentStatus status(Instant now) {
    return AgentStatus.of(
        new AgentStatus.Times(createdAt, connectionTimeoutSeconds, firstConnectedAt, connection()),
        now);
  }

  private Connection connection() {
    return new Connection(lastConnectedAt, disconnectedAt);
  }

  /// Null when there are none.
  @Nullable Map<String, String> environmentVariables() {
    return environment == null ? null : texts(environment);
  }

  private static Map<String, String> texts(String json) {
    try {
      @SuppressWarnings("unchecked")
      Map<String, String> texts = Json.read(json.getBytes(StandardCharsets.UTF_8), Map.class);
      return texts;
    } catch (BadJson e) {
      throw new IllegalStateException("a stored environment cannot be read", e);
    }
  }
}
