package signalbox.server.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.wire.Json;
import signalbox.wire.Workspace;

/// A workspace as it was at one position of its owner's log, encoded at most once for each kind of
/// eyes and framing. Thread-safe.
public final class Snapshot {
  private record Key(Framing framing, View view) {}

  private final long position;
  private final Workspace workspace;
  private final Map<View, byte[]> json = new ConcurrentHashMap<>();
  private final Map<Key, Frame> frames = new ConcurrentHashMap<>();

  /// @param position number of the newest event whose change it shows
  /// @param workspace as its owner sees it
  public Snapshot(long position, Workspace workspace) {
    this.position = position;
    this.workspace = workspace;
  }

  public long position() {
    return position;
  }

  public WorkspaceId id() {
    return new WorkspaceId(workspace.id());
  }

  /// The Workspace as its owner sees it.
  Workspace workspace() {
    return workspace;
  }

  /// The Workspace as JSON.
  byte[] json(View view) {
    return json.computeIfAbsent(
        view, _ -> Json.bytes(view == View.OWNER ? workspace : workspace.seenByOthers()));
  }

  /// The message of a plain watch, which cannot be resumed.
  Frame data(Framing framing, View view) {
    return frames.computeIfAbsent(
        new Key(framing, view), _ -> framing.frame(new Framing.Message("data", json(view))));
  }
}
