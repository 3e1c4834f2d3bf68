package signalbox.rpc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Transport;

/// A TCP connection.
public final class SocketTransport implements Transport {
  private final Socket socket;

  public SocketTransport(Socket socket) {
    this.socket = socket;
  }

  @Override
  public byte @Nullable [] read() throws IOException {
    var buffer = new byte[8192];
    var length = socket.getInputStream().read(buffer);
    return length < 0 ? null : Arrays.copyOf(buffer, length);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
