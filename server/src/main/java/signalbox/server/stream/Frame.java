package signalbox.server.stream;

import java.util.List;

/// Encoded messages, made once and written to any number of outlets of one framing. Immutable and
/// thread-safe.
public final class Frame {
  private final List<byte[]> parts;
  private final int size;

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
}
