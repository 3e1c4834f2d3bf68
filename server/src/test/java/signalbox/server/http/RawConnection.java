package signalbox.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A bare TCP connection, for saying what no HTTP client would say.
final class RawConnection implements AutoCloseable {
  private final Socket socket;

  RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /// Whether anything has come.
  boolean hasAnswer() {
    try {
      return socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads until a text has come, and answers all that came.
  String readUntil(String end) throws IOException {
    var got = new ByteArrayOutputStream();
    while (!got.toString(StandardCharsets.UTF_8).contains(end)) {
      var b = socket.getInputStream().read();
      if (b < 0) throw new AssertionError("closed after: " + got);
      got.write(b);
    }
    return got.toString(StandardCharsets.UTF_8);
  }

  /// Reads until the other side closes, and answers all that came.
  String readToEnd() {
    var got = new ByteArrayOutputStream();
    try {
      for (var b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read())
        got.write(b);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("not closed after: " + got, e);
    } catch (IOException e) {
      // A reset is an end as well.
    }
    return got.toString(StandardCharsets.UTF_8);
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
