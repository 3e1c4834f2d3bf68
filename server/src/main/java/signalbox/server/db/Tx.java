package signalbox.server.db;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import signalbox.server.event.Event;

/// One open transaction: the only door to SQL, and the only way to announce an event. Belongs to
/// the thread that opened it.
public final class Tx {
  private final Handle handle;
  private final Set<Event> announced = new LinkedHashSet<>();

  Tx(Handle handle) {
    this.handle = handle;
  }

  public Handle sql() {
    return handle;
  }

  /// Writes the event to the log as part of this transaction and tells watchers if, and only after,
  /// it commits. Equal events of one transaction are one.
  public void announce(Event event) {
    announced.add(event);
  }

  List<Event> announced() {
    return List.copyOf(announced);
  }
}
