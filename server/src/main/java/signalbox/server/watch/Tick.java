package signalbox.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.wire.Json;
import signalbox.wire.LoggedWorkspaceEvent;

/// What happened between two positions of an owner's log, and how the workspaces that it concerns
/// look afterwards. Encoded at most once for each kind of follower. Thread-safe.
final class Tick {
  /// What a follower of events wants to get.
  record Wish(View view, boolean snapshots) {}

  private record Key(Framing framing, Wish wish) {}

  private final String epoch;
  private final long from;
  private final long to;
  private final List<LoggedEvent> events;
  private final List<Snapshot> snapshots;
  private final boolean last;
  private final Map<Key, Frame> frames = new ConcurrentHashMap<>();

  /// @param from the position before the first event
  /// @param to the position after the last one; the same as `from` when there is none
  /// @param snapshots never older than `to`; may be missing in a tick that is not the last
  /// @param last whether the log had nothing beyond `to` when this was read
  Tick(
      String epoch,
      long from,
      long to,
      List<LoggedEvent> events,
      List<Snapshot> snapshots,
      boolean last) {
    this.epoch = epoch;
    this.from = from;
    this.to = to;
    this.events = List.copyOf(events);
    this.snapshots = List.copyOf(snapshots);
    this.last = last;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  List<LoggedEvent> events() {
    return events;
  }

  List<Snapshot> snapshots() {
    return snapshots;
  }

  Optional<Snapshot> snapshotOf(WorkspaceId workspace) {
    return snapshots.stream().filter(snapshot -> snapshot.id().equals(workspace)).findFirst();
  }

  boolean isLast() {
    return last;
  }

  boolean isEmpty() {
    return events.isEmpty() && snapshots.isEmpty();
  }

  /// All of it at once.
  Frame frame(Framing framing, Wish wish) {
    return frames.computeIfAbsent(new Key(framing, wish), _ -> framing.frame(messages(wish)));
  }

  /// First the events, each with its own number, then the snapshots with the position that they
  /// reflect.
  private List<Framing.Message> messages(Wish wish) {
    return parts(wish).stream()
        .map(part -> part.message(EventId.settled(epoch, part.seq())))
        .toList();
  }

  /// The same for a follower that lacks more than this tick's own snapshots: until the last message
  /// of the last tick, the ids say so.
  List<Framing.Message> messages(Wish wish, Owed owed) {
    var parts = parts(wish);
    var messages = new ArrayList<Framing.Message>();
    for (var part : parts) {
      var settles = !wish.snapshots() || (last && messages.size() == parts.size() - 1);
      messages.add(
          part.message(
              settles ? EventId.settled(epoch, part.seq()) : new EventId(epoch, owed, part.seq())));
    }
    return messages;
  }

  private List<Part> parts(Wish wish) {
    var parts = new ArrayList<Part>();
    for (var event : events)
      parts.add(new Part("workspace_event", event.seq(), Json.bytes(wire(event))));
    if (wish.snapshots()) {
      for (var snapshot : snapshots)
        parts.add(new Part("snapshot", to, snapshot.json(wish.view())));
    }
    return parts;
  }

  /// A message whose id is not made yet.
  private record Part(String type, long seq, byte[] data) {
    Framing.Message message(EventId id) {
      return new Framing.Message(type, id.toString(), data);
    }
  }

  private static LoggedWorkspaceEvent wire(LoggedEvent event) {
    var agent = event.agent();
    return new LoggedWorkspaceEvent(
        event.kind(),
        event.workspace().value(),
        agent == null ? null : agent.value(),
        event.seq(),
        event.at());
  }
}
