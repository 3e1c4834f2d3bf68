package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Our process inside a resource.
///
/// @param parentId null unless it is part of another agent
/// @param environmentVariables null when there is none
/// @param logsLength in bytes
public record WorkspaceAgent(
    UUID id,
    @Nullable UUID parentId,
    Instant createdAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant firstConnectedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant lastConnectedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant disconnectedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant startedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant readyAt,
    String status,
    String lifecycleState,
    String name,
    UUID resourceId,
    String architecture,
    @Nullable Map<String, String> environmentVariables,
    String operatingSystem,
    int logsLength,
    boolean logsOverflowed,
    @OmitEmpty String directory,
    @OmitEmpty String expandedDirectory,
    String version,
    String apiVersion,
    List<WorkspaceApp> apps,
    int connectionTimeoutSeconds,
    String troubleshootingUrl,
    List<String> subsystems,
    Health health,
    List<String> displayApps,
    List<LogSource> logSources,
    List<Script> scripts,
    String startupScriptBehavior) {
  /// Whether it is well.
  ///
  /// @param reason left out when all is well
  public record Health(
      boolean healthy, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {}

  /// Where log lines come from.
  public record LogSource(
      UUID workspaceAgentId, UUID id, Instant createdAt, String displayName, String icon) {}

  /// Something that the agent runs.
  ///
  /// @param timeout in nanoseconds
  /// @param exitCode left out until it has been run
  /// @param status how its newest run ended; left out until it has been run
  public record Script(
      UUID id,
      UUID logSourceId,
      String logPath,
      String script,
      String cron,
      boolean runOnStart,
      boolean runOnStop,
      boolean startBlocksLogin,
      long timeout,
      String displayName,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer exitCode,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String status) {}
}
