package signalbox.server.agentrpc;

import com.google.protobuf.Duration;
import signalbox.agentapi.agent.GetAnnouncementBannersRequest;
import signalbox.agentapi.agent.GetAnnouncementBannersResponse;
import signalbox.agentapi.agent.GetManifestRequest;
import signalbox.agentapi.agent.GetServiceBannerRequest;
import signalbox.agentapi.agent.Manifest;
import signalbox.agentapi.agent.ServiceBanner;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;
import signalbox.agentapi.agent.WorkspaceAgentScript;
import signalbox.agentapi.agent.WorkspaceApp;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.agent.Agents;
import signalbox.server.agent.App;
import signalbox.server.agent.Briefing;
import signalbox.server.agentscript.AgentScript;
import signalbox.server.template.MetadataSpec;

/// What an agent is told about itself.
final class ManifestCalls {
  private final Agents agents;

  ManifestCalls(Agents agents) {
    this.agents = agents;
  }

  void register(CallTable calls) {
    calls
        .unary(
            AgentCalls.SERVICE + "GetManifest",
            GetManifestRequest.parser(),
            (peer, _, _) -> manifest(peer))
        .unary(
            AgentCalls.SERVICE + "GetServiceBanner",
            GetServiceBannerRequest.parser(),
            (_, _, _) -> ServiceBanner.getDefaultInstance())
        .unary(
            AgentCalls.SERVICE + "GetAnnouncementBanners",
            GetAnnouncementBannersRequest.parser(),
            (_, _, _) -> GetAnnouncementBannersResponse.getDefaultInstance());
  }

  private Manifest manifest(Peer peer) throws RpcException {
    var briefing =
        agents
            .brief(peer.agent().agent())
            .orElseThrow(() -> new RpcException("The agent does not exist any more."));
    return manifest(briefing);
  }

  /// Neither a parent's id nor devcontainers: no agent here is part of another. The map of relays
  /// is there because some agents crash without its parts.
  private static Manifest manifest(Briefing briefing) {
    var manifest =
        Manifest.newBuilder()
            .setAgentId(Wire.bytes(briefing.id().value()))
            .setAgentName(briefing.name())
            .setWorkspaceId(Wire.bytes(briefing.workspaceId().value()))
            .setWorkspaceName(briefing.workspaceName())
            .setOwnerUsername(briefing.ownerName())
            .putAllEnvironmentVariables(briefing.environment())
            .setDirectory(briefing.directory())
            .setDerpMap(TailnetCalls.NO_RELAYS);
    briefing.apps().forEach(app -> manifest.addApps(app(app)));
    briefing.scripts().forEach(script -> manifest.addScripts(script(script)));
    briefing.metadata().forEach(spec -> manifest.addMetadata(description(spec)));
    return manifest.build();
  }

  private static WorkspaceApp app(App app) {
    return WorkspaceApp.newBuilder()
        .setId(Wire.bytes(app.id().value()))
        .setUrl(app.url())
        .setExternal(app.external())
        .setSlug(app.slug())
        .setDisplayName(app.displayName())
        .setCommand(app.command())
        .setIcon(app.icon())
        .setSubdomain(app.subdomain())
        .setSharingLevel(sharing(app.sharingLevel()))
        .setHealthcheck(healthcheck(app))
        .setHealth(health(app.health()))
        .setHidden(app.hidden())
        .build();
  }

  /// Agents crash without one, so it is there for apps without a check as well.
  private static WorkspaceApp.Healthcheck healthcheck(App app) {
    return WorkspaceApp.Healthcheck.newBuilder()
        .setUrl(app.healthcheckUrl())
        .setInterval(Duration.newBuilder().setSeconds(app.healthcheckInterval()))
        .setThreshold(app.healthcheckThreshold())
        .build();
  }

  private static WorkspaceAgentScript script(AgentScript script) {
    return WorkspaceAgentScript.newBuilder()
        .setId(Wire.bytes(script.id().value()))
        .setLogSourceId(Wire.bytes(script.logSourceId().value()))
        .setLogPath(script.logPath())
        .setScript(script.script())
        .setCron(script.cron())
        .setRunOnStart(script.runOnStart())
        .setRunOnStop(script.runOnStop())
        .setStartBlocksLogin(script.startBlocksLogin())
        .setTimeout(Wire.seconds(script.timeoutSeconds()))
        .setDisplayName(script.displayName())
        .build();
  }

  /// Agents take the nanoseconds of these two durations for seconds.
  private static WorkspaceAgentMetadata.Description description(MetadataSpec spec) {
    return WorkspaceAgentMetadata.Description.newBuilder()
        .setKey(spec.key())
        .setDisplayName(spec.displayName())
        .setScript(spec.script())
        .setInterval(Duration.newBuilder().setNanos(spec.intervalSeconds()))
        .setTimeout(Duration.newBuilder().setNanos(spec.timeoutSeconds()))
        .build();
  }

  private static WorkspaceApp.SharingLevel sharing(String stored) {
    return switch (stored) {
      case "owner" -> WorkspaceApp.SharingLevel.OWNER;
      case "authenticated" -> WorkspaceApp.SharingLevel.AUTHENTICATED;
      case "organization" -> WorkspaceApp.SharingLevel.ORGANIZATION;
      case "public" -> WorkspaceApp.SharingLevel.PUBLIC;
      default -> throw new IllegalStateException("a sharing level " + stored);
    };
  }

  private static signalbox.agentapi.agent.AppHealth health(String stored) {
    return switch (stored) {
      case "disabled" -> signalbox.agentapi.agent.AppHealth.DISABLED;
      case "initializing" -> signalbox.agentapi.agent.AppHealth.INITIALIZING;
      case "healthy" -> signalbox.agentapi.agent.AppHealth.HEALTHY;
      case "unhealthy" -> signalbox.agentapi.agent.AppHealth.UNHEALTHY;
      default -> throw new IllegalStateException("a health " + stored);
    };
  }
}
