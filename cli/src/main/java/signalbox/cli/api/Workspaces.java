package signalbox.cli.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.wire.BuildParameter;
import signalbox.wire.ExternalAgentCredentials;
import signalbox.wire.Template;
import signalbox.wire.Workspace;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceApp;
import signalbox.wire.WorkspaceBuild;

/// Workspaces of a server, and what can be done with them. Thread-safe.
public final class Workspaces {
  private final Api api;

  private record Order(String name, UUID templateId, List<BuildParameter> richParameterValues) {}

  private record Build(String transition, String reason) {}

  public Workspaces(Api api) {
    this.api = api;
  }

  public Workspace get(WorkspaceName name) {
    return api.find(name.target(), Workspace.class).orElseThrow(() -> missing(name));
  }

  /// The same as the server sent it.
  public byte[] raw(WorkspaceName name) {
    get(name);
    return api.ok(api.ask(new signalbox.cli.http.Request("GET", name.target()))).body();
  }

  private static Failure missing(WorkspaceName name) {
    return new Failure(
        Exit.NOT_FOUND,
        "There is no workspace " + name + ", or you may not see it; `signalbox list` shows yours.");
  }

  public Workspace create(String name, Template template, List<BuildParameter> parameters) {
    return api.post(
        "/api/v2/users/me/workspaces", new Order(name, template.id(), parameters), Workspace.class);
  }

  /// @param transition `start`, `stop` or `delete`
  public WorkspaceBuild build(Workspace workspace, String transition) {
    return api.post(
        "/api/v2/workspaces/" + workspace.id() + "/builds",
        new Build(transition, "cli"),
        WorkspaceBuild.class);
  }

  /// What a program outside needs to speak as an agent of the workspace.
  public ExternalAgentCredentials credentials(Workspace workspace, WorkspaceAgent agent) {
    return api.get(
        "/api/v2/workspaces/"
            + workspace.id()
            + "/external-agent/"
            + Api.segment(agent.name())
            + "/credentials",
        ExternalAgentCredentials.class);
  }

  /// All agents of its newest build. An empty list of agents is left out on the wire.
  public static List<WorkspaceAgent> agents(Workspace workspace) {
    var agents = new ArrayList<WorkspaceAgent>();
    for (var resource : workspace.latestBuild().resources())
      agents.addAll(Objects.requireNonNullElse(resource.agents(), List.of()));
    return agents;
  }

  public static List<WorkspaceApp> apps(Workspace workspace) {
    return agents(workspace).stream().flatMap(agent -> agent.apps().stream()).toList();
  }
}
