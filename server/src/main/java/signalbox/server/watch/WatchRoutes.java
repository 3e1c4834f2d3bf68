package signalbox.server.watch;

import static signalbox.server.http.Method.GET;

import java.util.Optional;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Outlet;
import signalbox.server.stream.StreamGuard;
import signalbox.wire.FieldError;

/// HTTP of watching. Every stream exists twice, as Server-Sent Events and as a WebSocket; only the
/// framing differs.
public final class WatchRoutes {
  private static final int ASKED_LENGTH_MAX = 200;

  private final Hub hub;
  private final StreamGuard guard;

  /// @param guard ends streams whose reader loses the right
  public WatchRoutes(Hub hub, StreamGuard guard) {
    this.hub = hub;
    this.guard = guard;
  }

  public void register(Routes routes) {
    routes.session(
        GET, "/api/v2/workspaces/{workspace}/watch", call -> new Reply.EventStream(watching(call)));
    routes.session(
        GET, "/api/v2/workspaces/{workspace}/watch-ws", call -> new Reply.Socket(watching(call)));
    routes.session(
        GET,
        "/api/v2/workspaces/{workspace}/agent-connection-watch",
        call -> new Reply.Socket(watchingConnection(call)));
    routes.session(
        GET,
        "/api/v2/users/{user}/workspace-events",
        call -> new Reply.EventStream(following(call)));
    routes.session(
        GET, "/api/v2/users/{user}/workspace-events-ws", call -> new Reply.Socket(following(call)));
  }

  private Reply.Opening watching(Call call) {
    return watching(call, PresentWatcher::new, true);
  }

  private Reply.Opening watchingConnection(Call call) {
    var agent = call.query("agent_name").filter(name -> !name.isEmpty()).orElse(null);
    return watching(
        call,
        (outlet, view, workspace) -> new ConnectionWatcher(outlet, view, workspace, agent),
        false);
  }

  /// Makes what watches a workspace for a client.
  private interface Making {
    WorkspaceWatcher make(Outlet outlet, View view, WorkspaceId workspace);
  }

  /// @param pings whether the first frame is a ping
  private Reply.Opening watching(Call call, Making making, boolean pings) {
    var workspace = call.the(Params.WORKSPACE);
    var session = call.user();
    var feed = hub.feed(workspace.owner());
    var first = feed.firstLook(workspace.id()).orElseThrow(Refusal::notFound);
    return outlet -> {
      if (pings) outlet.write(outlet.framing().ping());
      var watcher = making.make(outlet, view(session, workspace.owner()), workspace.id());
      feed.join(watcher);
      outlet.onClose(() -> feed.leave(watcher));
      guard.guard(outlet, session, workspace.owner());
      watcher.show(first);
      if (feed.position() > first.position()) feed.refresh(workspace.id());
    };
  }

  private Reply.Opening following(Call call) {
    var owner = call.the(Params.USER).id();
    var session = call.user();
    var snapshots = wantsSnapshots(call);
    var asked = asked(call);
    var feed = hub.feed(owner);
    var start =
        asked.map(resumption -> resumption.start(hub.reader(), owner)).orElseGet(Start.Fresh::new);
    return outlet -> {
      outlet.write(outlet.framing().ping());
      var follower = feed.follow(outlet, view(session, owner), snapshots, start);
      outlet.onClose(() -> feed.leave(follower));
      guard.guard(outlet, session, owner);
    };
  }

  private static View view(Caller.Session session, UserId owner) {
    return session.user().equals(owner) ? View.OWNER : View.OTHER;
  }

  private static boolean wantsSnapshots(Call call) {
    return switch (call.query("snapshots").orElse("true")) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw invalid("snapshots", "Query param \"snapshots\" must be a valid boolean");
    };
  }

  /// What a client that was here before has seen. A browser that reconnects by itself repeats its
  /// first URL, so the header is the newer word.
  private static Optional<Asked> asked(Call call) {
    var header = call.header("Last-Event-ID").filter(text -> !text.isEmpty());
    if (header.isPresent())
      return header.map(
          text -> EventId.parse(text).<Asked>map(Known::new).orElseGet(() -> new Unreadable(text)));
    return call.query("after")
        .map(
            text ->
                new Known(
                    EventId.parse(text)
                        .orElseThrow(
                            () ->
                                invalid(
                                    "after", "Query param \"after\" must be the id of an event"))));
  }

  private static Refusal invalid(String field, String detail) {
    return Refusal.invalid("Query parameters have invalid values.", new FieldError(field, detail));
  }

  private sealed interface Asked {
    Start start(FeedReader reader, UserId owner);
  }

  private record Known(EventId id) implements Asked {
    @Override
    public Start start(FeedReader reader, UserId owner) {
      return reader.resume(owner, id);
    }
  }

  private record Unreadable(String text) implements Asked {
    @Override
    public Start start(FeedReader reader, UserId owner) {
      return new Start.Reset(
          "unknown", text.substring(0, Math.min(text.length(), ASKED_LENGTH_MAX)));
    }
  }
}
