package signalbox.server.stream;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Encoded messages, made once and written to any number of outlets of one framing. Thread-safe;
/// does not change but for what a transport keeps with it.
public final class Frame {
  private final List<byte[]> parts;
  private final int size;
  private volatile @Nullable Object shared;

  public Frame(List<byte[]> parts) {
    this.parts = List.copyOf(parts);
    size = parts.stream().mapToInt(part -> part.length).sum();
  }

  /// Its length in bytes, without what the transport adds.
  public int size() {
    return size;
  }

  /// What is written piece by piece: the frames of a WebSocket, or one block of events. Not to be
  /// changed.
  public List<byte[]> parts() {
    return parts;
  }

  /// The first part in the form of a transport, made at most a few times and then shared by all
  /// outlets of that transport.
  @SuppressWarnings("unchecked")
  public <T> T shared(Function<byte[], T> encode) {
    var made = shared;
    if (made == null) {
      made = encode.apply(parts.getFirst());
      shared = made;
    }
    return (T) made;
  }
}
