package signalbox.server.agent;

import static signalbox.server.http.Method.GET;

import java.net.URI;
import signalbox.server.access.Refusal;
import signalbox.server.departure.Departures;
import signalbox.server.http.Call;
import signalbox.server.http.Param;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;

/// HTTP of agents, as they ask for themselves and as they come to be.
public final class SelfRoutes {
  private static final Param<String> SYSTEM = new Param<>("os", String.class);
  private static final Param<String> ARCHITECTURE = new Param<>("arch", String.class);

  private final InitScript script;
  private final Departures departures;

  /// @param accessUrl where agents reach this server
  public SelfRoutes(URI accessUrl, Departures departures) {
    this.script = new InitScript(accessUrl);
    this.departures = departures;
  }

  public void register(Routes routes) {
    routes
        .lookup(SYSTEM, (_, text) -> text)
        .lookup(ARCHITECTURE, (_, text) -> text)
        .open(GET, "/api/v2/init-script/{os}/{arch}", this::script)
        .agent(GET, "/api/v2/workspaceagents/me/reinit", this::reinit)
        .agent(GET, "/api/v2/workspaceagents/me/external-auth", SelfRoutes::externalAuth)
        .agent(GET, "/api/v2/workspaceagents/me/gitauth", SelfRoutes::externalAuth);
  }

  private Reply script(Call call) {
    var system = call.the(SYSTEM);
    var architecture = call.the(ARCHITECTURE);
    return script
        .of(system, architecture)
        .map(text -> Reply.text(200, text))
        .orElseThrow(
            () ->
                Refusal.of(
                    Refusal.Kind.INVALID, "Unknown os/arch: " + system + "/" + architecture));
  }

  /// Nobody claims workspaces that were built in advance, for there are none. Agents that can be
  /// told so are; older ones would ask again at once, so they are left waiting.
  private Reply reinit(Call call) {
    if (call.query("wait").filter(text -> text.equals("true")).isPresent()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "Workspace is not a prebuilt workspace waiting to be claimed.");
    }
    var agent = call.agent().agent();
    return new Reply.EventStream(
        outlet -> {
          var silence = departures.onSilence(agent, () -> outlet.loop().execute(outlet::end));
          outlet.onClose(silence::close);
        });
  }

  /// There are no providers yet, so none matches.
  private static Reply externalAuth(Call call) {
    var id = call.query("id").orElse("");
    var match = call.query("match").or(() -> call.query("url")).orElse("");
    if (id.isEmpty() && match.isEmpty()) {
      throw Refusal.of(Refusal.Kind.INVALID, "'url' or 'id' must be provided!");
    }
    if (!id.isEmpty() && !match.isEmpty()) {
      throw Refusal.of(Refusal.Kind.INVALID, "'url' and 'id' cannot be provided together!");
    }
    var what = match.isEmpty() ? "id \"" + id + "\"" : "url \"" + match + "\"";
    throw Refusal.of(
        Refusal.Kind.NOT_FOUND,
        "No matching external auth provider found in Coder for the " + what + ".",
        "External auth provider not found.");
  }
}
