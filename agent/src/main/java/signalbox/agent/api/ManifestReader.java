package signalbox.agent.api;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import signalbox.agent.api.CheckedApp.Health;
import signalbox.agentapi.agent.AppHealth;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse;
import signalbox.agentapi.agent.WorkspaceAgentMetadata.Description;
import signalbox.agentapi.agent.WorkspaceAgentScript;
import signalbox.agentapi.agent.WorkspaceApp;

/// The protocol's messages in our words.
final class ManifestReader {
  private static final int UUID_BYTES = 16;

  /// For what has an interval but no timeout of its own, and for what runs once.
  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(30);

  private ManifestReader() {}

  /// @throws IllegalArgumentException which says what is wrong with it
  static Manifest read(signalbox.agentapi.agent.Manifest manifest) {
    return new Manifest(
        uuid("agent_id", manifest.getAgentId()),
        manifest.getAgentName(),
        manifest.getWorkspaceName(),
        manifest.getOwnerUsername(),
        manifest.getDirectory(),
        manifest.getVsCodePortProxyUri(),
        manifest.getEnvironmentVariablesMap(),
        manifest.getScriptsList().stream().map(ManifestReader::script).toList(),
        manifest.getAppsList().stream()
            .filter(ManifestReader::isChecked)
            .map(ManifestReader::app)
            .toList(),
        manifest.getMetadataList().stream().map(ManifestReader::metadatum).toList());
  }

  static Monitoring read(GetResourcesMonitoringConfigurationResponse answer) {
    var config = answer.getConfig();
    var volumes =
        answer.getVolumesList().stream()
            .filter(GetResourcesMonitoringConfigurationResponse.Volume::getEnabled)
            .map(GetResourcesMonitoringConfigurationResponse.Volume::getPath)
            .toList();
    var possible = config.getNumDatapoints() > 0 && config.getCollectionIntervalSeconds() > 0;
    return new Monitoring(
        config.getNumDatapoints(),
        Duration.ofSeconds(config.getCollectionIntervalSeconds()),
        possible && answer.getMemory().getEnabled(),
        possible ? volumes : List.of());
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  private static Script script(WorkspaceAgentScript script) {
    return new Script(
        uuid("script.id", script.getId()),
        uuid("script.log_source_id", script.getLogSourceId()),
        script.getDisplayName(),
        script.getScript(),
        script.getLogPath(),
        script.getCron().strip(),
        script.getRunOnStart(),
        script.getRunOnStop(),
        script.getStartBlocksLogin(),
        duration(script.getTimeout()));
  }

  private static boolean isChecked(WorkspaceApp app) {
    var check = app.getHealthcheck();
    return !check.getUrl().isEmpty() && duration(check.getInterval()).isPositive();
  }

  private static CheckedApp app(WorkspaceApp app) {
    var check = app.getHealthcheck();
    return new CheckedApp(
        uuid("app.id", app.getId()),
        app.getSlug(),
        check.getUrl(),
        duration(check.getInterval()),
        Math.max(1, check.getThreshold()),
        health(app.getHealth()));
  }

  private static Health health(AppHealth health) {
    return switch (health) {
      case HEALTHY -> Health.HEALTHY;
      case UNHEALTHY -> Health.UNHEALTHY;
      case INITIALIZING, DISABLED, APP_HEALTH_UNSPECIFIED, UNRECOGNIZED -> Health.INITIALIZING;
    };
  }

  private static Metadatum metadatum(Description description) {
    var interval = seconds(description.getInterval());
    var timeout = seconds(description.getTimeout());
    if (!timeout.isPositive()) timeout = interval.isPositive() ? interval : METADATA_TIMEOUT;
    return new Metadatum(description.getKey(), description.getScript(), interval, timeout);
  }

  /// Servers send the number of seconds as nanoseconds. No script is measured more often than once
  /// a second, so what is a second or longer means what it says.
  private static Duration seconds(com.google.protobuf.Duration sent) {
    var duration = duration(sent);
    return duration.getSeconds() == 0 ? Duration.ofSeconds(duration.getNano()) : duration;
  }

  private static UUID uuid(String field, ByteString bytes) {
    if (bytes.size() != UUID_BYTES) {
      throw new IllegalArgumentException(field + " has " + bytes.size() + " bytes instead of 16");
    }
    var buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
