package signalbox.server.agentlog;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;
import static signalbox.server.http.Method.POST;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import signalbox.server.access.OwnedAgent;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.LogFormat;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.id.LogSourceId;
import signalbox.server.stream.StreamGuard;
import signalbox.wire.FieldError;
import signalbox.wire.PatchAgentLogs;
import signalbox.wire.PostLogSourceRequest;
import signalbox.wire.WorkspaceAgentLog;

/// HTTP of agents' logs.
public final class AgentLogRoutes {
  private static final int NAME_LENGTH_MAX = 127;
  private static final int ICON_LENGTH_MAX = 256;
  private static final UUID NIL = new UUID(0, 0);

  private final AgentLogs logs;
  private final LogFollowers followers;
  private final StreamGuard guard;

  /// @param guard ends streams whose reader loses the right
  public AgentLogRoutes(AgentLogs logs, LogFollowers followers, StreamGuard guard) {
    this.logs = logs;
    this.followers = followers;
    this.guard = guard;
  }

  /// After the routes of agents, whose lookup it needs.
  public void register(Routes routes) {
    routes
        .agent(PATCH, "/api/v2/workspaceagents/me/logs", this::append)
        .agent(POST, "/api/v2/workspaceagents/me/log-source", this::putSource)
        .session(GET, "/api/v2/workspaceagents/{workspaceagent}/logs", this::read)
        .session(GET, "/api/v2/workspaceagents/{workspaceagent}/startup-logs", this::read);
  }

  private Reply append(Call call) {
    var patch = call.body(PatchAgentLogs.class);
    var said = patch.logs();
    if (said == null || said.isEmpty()) {
      throw Refusal.of(Refusal.Kind.INVALID, "No logs provided.");
    }
    var lines = said.stream().map(AgentLogRoutes::line).toList();
    var source = Objects.requireNonNullElse(patch.logSourceId(), NIL);
    return switch (logs.append(call.agent(), source, lines)) {
      case Appended.Stored _ -> Reply.nothing();
      case Appended.Exceeded(var before) -> throw exceeded(before);
      case Appended.StaleAgent _ -> throw Refusal.staleAgent();
    };
  }

  private static NewLine line(PatchAgentLogs.Line line) {
    var level = Objects.requireNonNullElse(line.level(), "");
    return new NewLine(
        level.isEmpty() ? LogLevel.INFO : LogLevel.ofWire(level).orElseThrow(() -> noLevel(level)),
        Objects.requireNonNullElse(line.output(), ""));
  }

  private static Refusal noLevel(String level) {
    return Refusal.of(
        Refusal.Kind.INVALID,
        "Invalid log level provided.",
        "invalid log level: \"" + level + "\"");
  }

  private static Refusal exceeded(boolean before) {
    var refusal = Refusal.of(Refusal.Kind.TOO_LARGE, "Logs limit exceeded");
    return before
        ? refusal.withDetail(
            "The agent's log is full: at most %d bytes in %d lines. Nothing more is stored."
                .formatted(AgentLogs.BYTES_MAX, AgentLogs.LINES_MAX))
        : refusal;
  }

  private Reply putSource(Call call) {
    var wish = call.body(PostLogSourceRequest.class);
    var id = Objects.requireNonNullElse(wish.id(), NIL);
    var name = Objects.requireNonNullElse(wish.displayName(), "");
    var icon = Objects.requireNonNullElse(wish.icon(), "");
    if (id.equals(NIL)) throw invalid("id", "It must be a UUID that is not nil.");
    if (!fits(name, NAME_LENGTH_MAX)) throw invalid("display_name", tooLong(NAME_LENGTH_MAX));
    if (!fits(icon, ICON_LENGTH_MAX)) throw invalid("icon", tooLong(ICON_LENGTH_MAX));
    return logs.put(call.agent().agent(), new LogSourceId(id), name, icon)
        .map(source -> Reply.created(source.wire()))
        .orElseThrow(
            () -> invalid("id", "An agent has at most " + AgentLogs.SOURCES_MAX + " log sources."));
  }

  /// PostgreSQL's text has no NUL.
  private static boolean fits(String text, int max) {
    return text.length() <= max && text.indexOf('\0') < 0;
  }

  private static String tooLong(int max) {
    return "It must have at most " + max + " characters, none of them a NUL.";
  }

  private static Refusal invalid(String field, String detail) {
    return Refusal.invalid("The log source is not valid.", new FieldError(field, detail));
  }

  private Reply read(Call call) {
    var agent = call.the(Params.AGENT);
    var after = id(call, "after", 0);
    return switch (LogFormat.of(call)) {
      case JSON -> Reply.ok(between(call, agent, after));
      case TEXT -> Reply.text(200, text(between(call, agent, after), agent));
      case FOLLOW -> {
        var session = call.user();
        yield new Reply.Socket(
            outlet -> {
              guard.guard(outlet, session, agent.owner());
              followers.follow(agent.id(), after, outlet);
            });
      }
    };
  }

  private List<WorkspaceAgentLog> between(Call call, OwnedAgent agent, long after) {
    var before = id(call, "before", 0);
    return logs.between(agent.id(), after, before == 0 ? Long.MAX_VALUE : before);
  }

  private static long id(Call call, String name, long otherwise) {
    var text = call.query(name).orElse("");
    if (text.isEmpty()) return otherwise;
    try {
      var id = Long.parseLong(text);
      if (id >= 0) return id;
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    var must = "ust be an integer greater than or equal to zero";
    throw Refusal.invalid(
        "Query param \"" + name + "\" m" + must + ".", new FieldError(name, "M" + must));
  }

  private String text(List<WorkspaceAgentLog> lines, OwnedAgent agent) {
    var sources = logs.sourceNames(agent.id());
    return lines.stream().map(line -> text(line, agent, sources)).collect(Collectors.joining());
  }

  private static String text(WorkspaceAgentLog line, OwnedAgent agent, Map<UUID, String> sources) {
    return "%s [%s] [agent.%s|%s] %s\n"
        .formatted(
            line.createdAt(),
            line.level(),
            agent.name(),
            sources.getOrDefault(line.sourceId(), "unknown"),
            line.output());
  }
}
