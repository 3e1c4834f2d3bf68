package signalbox.server.agent;

import static signalbox.server.http.Method.GET;

import java.net.URI;
import java.util.List;
import signalbox.server.access.OwnedAgent;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.http.Uuids;
import signalbox.server.id.AgentId;
import signalbox.wire.AgentContainers;
import signalbox.wire.ExternalAgentCredentials;
import signalbox.wire.ListeningPorts;

/// HTTP of agents, as users see them.
public final class AgentRoutes {
  /// A name that [Agents] looks up in the workspace left of it.
  private static final Param<String> AGENT_NAME = new Param<>("agentname", String.class);

  private final Agents agents;
  private final URI accessUrl;

  /// @param accessUrl where agents reach this server
  public AgentRoutes(Agents agents, URI accessUrl) {
    this.agents = agents;
    this.accessUrl = accessUrl;
  }

  public void register(Routes routes) {
    routes
        .lookup(Params.AGENT, this::find)
        .lookup(AGENT_NAME, (_, text) -> text)
        .session(
            GET,
            "/api/v2/workspaceagents/{workspaceagent}",
            call -> Reply.ok(agents.wire(call.the(Params.AGENT).id())))
        .session(
            GET, "/api/v2/workspaceagents/{workspaceagent}/listening-ports", this::listeningPorts)
        .session(
            GET,
            "/api/v2/workspaceagents/{workspaceagent}/containers",
            _ -> Reply.ok(AgentContainers.NONE))
        .session(
            GET,
            "/api/v2/workspaces/{workspace}/external-agent/{agentname}/credentials",
            this::credentials);
  }

  private OwnedAgent find(Call call, String text) {
    return agents
        .find(new AgentId(Uuids.parse(text)))
        .filter(agent -> call.user().mayRead(agent.owner()))
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.NOT_FOUND,
                    "Agent doesn't exist with that id, or you do not have access to it."));
  }

  /// The server does not reach into workspaces, so it knows of no ports.
  private Reply listeningPorts(Call call) {
    var status = agents.status(call.the(Params.AGENT).id());
    if (status != AgentStatus.CONNECTED) {
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Agent state is \"" + status.wire() + "\", it must be in the \"connected\" state.");
    }
    return Reply.ok(ListeningPorts.NONE);
  }

  private Reply credentials(Call call) {
    var name = call.the(AGENT_NAME);
    return switch (agents.credentials(call.the(Params.WORKSPACE).id(), name)) {
      case CredentialsResult.Found(var token, var apps) ->
          Reply.ok(new ExternalAgentCredentials(command(token, apps), token));
      case CredentialsResult.NotRunning(var transition, var status) ->
          throw Refusal.of(
              Refusal.Kind.CONFLICT,
              "The workspace is not running.",
              "Its newest build is a "
                  + transition
                  + ", "
                  + status
                  + ". Start the workspace first.");
      case CredentialsResult.NoSuchAgent _ ->
          throw Refusal.of(Refusal.Kind.NOT_FOUND, "The workspace has no agent \"" + name + "\".");
      case CredentialsResult.NotExternal(var runtime) ->
          throw Refusal.of(
              Refusal.Kind.NOT_FOUND,
              "The agent \"" + name + "\" needs no credentials.",
              "The server starts it itself (runtime " + runtime + ").");
      case CredentialsResult.KeyChanged _ ->
          throw Refusal.of(
              Refusal.Kind.CONFLICT,
              "The agent's token cannot be shown again.",
              "The server's key file agent-token.key has changed since the workspace was started."
                  + " Start the workspace again to get a new token.");
    };
  }

  /// Sends a first status, and leaves the shell ready for more with `signalbox report`.
  private String command(String token, List<String> apps) {
    var app = apps.isEmpty() ? "APP" : apps.getFirst();
    return "export CODER_AGENT_URL='"
        + accessUrl
        + "' CODER_AGENT_TOKEN="
        + token
        + "; curl -sS -X PATCH \"$CODER_AGENT_URL/api/v2/workspaceagents/me/app-status\""
        + " -H \"Coder-Session-Token: $CODER_AGENT_TOKEN\""
        + " -d '{\"app_slug\":\""
        + app
        + "\",\"state\":\"working\",\"message\":\"Hello from curl\"}'";
  }
}
