package signalbox.server.agent;

import java.util.Comparator;
import java.util.List;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.wire.WorkspaceApp;
import signalbox.wire.WorkspaceApp.Healthcheck;
import signalbox.wire.WorkspaceAppStatus;

/// One app, as stored.
///
/// @param agentId the agent that serves it now
/// @param healthcheckInterval in seconds
public record App(
    AppId id,
    AgentId agentId,
    String slug,
    String displayName,
    String icon,
    String url,
    String command,
    boolean external,
    boolean subdomain,
    String sharingLevel,
    String openIn,
    String displayGroup,
    String tooltip,
    int displayOrder,
    boolean hidden,
    String health,
    String healthcheckUrl,
    int healthcheckInterval,
    int healthcheckThreshold) {

  static final Comparator<App> ORDER =
      Comparator.comparingInt(App::displayOrder)
          .thenComparing(App::displayName)
          .thenComparing(App::slug);

  WorkspaceApp wire(List<WorkspaceAppStatus> statuses) {
    return new WorkspaceApp(
        id.value(),
        url,
        external,
        slug,
        displayName,
        command,
        icon,
        subdomain,
        "",
        sharingLevel,
        new Healthcheck(healthcheckUrl, healthcheckInterval, healthcheckThreshold),
        health,
        displayGroup,
        hidden,
        openIn,
        tooltip,
        statuses);
  }
}
