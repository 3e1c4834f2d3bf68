package signalbox.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import signalbox.server.bus.Bus;
import signalbox.server.event.Kind;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.UserId;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceEvent;

/// Tells of committed events: first this replica, then, over the bus, everybody else. Does no I/O
/// and never blocks. Thread-safe.
public final class Announcer {
  /// How the channels of owners begin.
  public static final String CHANNEL = "workspace_owner:";

  private final Bus bus;
  private final List<Consumer<UserId>> locals = new CopyOnWriteArrayList<>();
  private final List<Consumer<LoggedEvent>> witnesses = new CopyOnWriteArrayList<>();
  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  public Announcer(Bus bus) {
    this.bus = bus;
  }

  /// Where hints about an owner's workspaces are sent. Anything that may open the database can
  /// listen there.
  public static String channel(UserId owner) {
    return CHANNEL + owner;
  }

  /// Hints of this replica's own commits go here as well.
  void tell(Consumer<UserId> local) {
    locals.add(local);
  }

  /// Each event of this replica's own commits goes here as well.
  ///
  /// @param witness must not block
  public void onCommit(Consumer<LoggedEvent> witness) {
    witnesses.add(witness);
  }

  /// For [signalbox.server.db.Database]: called after each commit.
  public void committed(List<LoggedEvent> events) {
    var owners = new ArrayList<UserId>();
    for (var event : events) {
      Kind.ofWire(event.kind()).ifPresent(kind -> counter(kind).increment());
      if (!owners.contains(event.owner())) owners.add(event.owner());
    }
    for (var local : locals) owners.forEach(local);
    for (var witness : witnesses) events.forEach(witness);
    for (var event : events) bus.publish(channel(event.owner()), payload(event));
  }

  /// How many events of a kind this replica has announced.
  public long count(Kind kind) {
    return counter(kind).sum();
  }

  private LongAdder counter(Kind kind) {
    return counts.computeIfAbsent(kind, _ -> new LongAdder());
  }

  private static String payload(LoggedEvent event) {
    var agent = event.agent();
    return Json.text(
        new WorkspaceEvent(
            event.kind(), event.workspace().value(), agent == null ? null : agent.value()));
  }
}
