package signalbox.rpc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An open connection that carries bytes both ways, in order. How they are cut means nothing. A
/// WebSocket's adapter concatenates the payloads of binary messages.
///
/// One thread reads and one writes at a time, not always the same ones; [#close] comes from any.
public interface Transport extends AutoCloseable {
  /// Waits for bytes. The array belongs to the caller.
  ///
  /// @return null when the peer ended the connection in good order
  /// @throws IOException when the connection failed, or was closed by [#close]
  byte @Nullable [] read() throws IOException, InterruptedException;

  /// Sends bytes, which belong to the transport from now on: fewer than 64 KiB, once they are no
  /// more than what the transport is willing to hold. Waiting here is what stops all who write.
  void write(byte[] bytes) throws IOException, InterruptedException;

  /// Ends the connection at once and wakes who reads or writes. Closing again does nothing.
  @Override
  void close();
}
