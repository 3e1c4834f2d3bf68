package signalbox.cli.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request and its answer over a socket of its own. Java's HTTP client would do, but takes 0.4
/// s to start (measured with a start-up cache), and an agent reports many times.
///
/// For one thread, but [#close] may be called from any, and ends what is under way.
public final class Connection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /// What a request to this machine names as its host.
  private static final Address HERE = new Address(false, "localhost", 80, "");

  private final Closeable socket;
  private final Head head;
  private final InputStream body;

  private Connection(Closeable socket, Head head, InputStream body) {
    this.socket = socket;
    this.head = head;
    this.body = body;
  }

  /// Sends a request and reads the head of its answer.
  ///
  /// @param silence how long the server may say nothing, before the answer and within it
  public static Connection open(Address server, Request request, Duration silence)
      throws Unreachable {
    try {
      var socket = connect(server);
      try {
        socket.setSoTimeout((int) silence.toMillis());
        socket.getOutputStream().write(request.encode(server));
        var in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        var head = Head.read(in);
        return new Connection(socket, head, Body.of(head, in));
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw Unreachable.of(e);
    }
  }

  /// As [#open], but to a socket of this machine.
  ///
  /// @param whole how long the request and its whole answer may take
  public static Connection open(Path socket, Request request, Duration whole) throws Unreachable {
    try {
      var channel = connect(socket);
      var _ = closeAfter(whole, channel);
      try {
        channel.write(ByteBuffer.wrap(request.encode(HERE)));
        var in = new BufferedInputStream(Channels.newInputStream(channel), 16 * 1024);
        var head = Head.read(in);
        return new Connection(channel, head, Body.of(head, in));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Unreachable.of(e);
    }
  }

  /// Sends a request and reads its whole answer.
  public static Answer exchange(Address server, Request request, Duration silence)
      throws Unreachable {
    try (var connection = open(server, request, silence)) {
      return connection.answer();
    }
  }

  public Head head() {
    return head;
  }

  /// The body as it comes. Its reads throw an [IOException] when the connection breaks.
  public InputStream body() {
    return body;
  }

  /// The rest of the answer.
  public Answer answer() throws Unreachable {
    try {
      return new Answer(head.status(), head.headers(), body.readAllBytes());
    } catch (IOException e) {
      throw Unreachable.of(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }

  private static SocketChannel connect(Path socket) throws IOException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (SocketException e) {
      // Nothing is there, or it is no socket, or nobody listens.
      var refused = new ConnectException("nothing listens at " + socket);
      refused.initCause(e);
      throw refused;
    }
  }

  /// Channels know no time-out of their own.
  private static CompletableFuture<Void> closeAfter(Duration time, SocketChannel channel) {
    var later =
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    return CompletableFuture.runAsync(
        () -> {
          try {
            channel.close();
          } catch (IOException e) {
            // It is of no use any more, closed or not.
          }
        },
        later);
  }

  private static Socket connect(Address server) throws IOException {
    var socket = connectToAny(InetAddress.getAllByName(server.host()), server.port());
    return server.secure() ? secured(socket, server) : socket;
  }

  private static Socket connectToAny(InetAddress[] addresses, int port) throws IOException {
    for (var number = 0; ; number++) {
      var socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(
            new InetSocketAddress(addresses[number], port), (int) CONNECT_TIMEOUT.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
        if (number == addresses.length - 1) throw e;
      }
    }
  }

  private static Socket secured(Socket plain, Address server) throws IOException {
    try {
      plain.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
      var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      var socket = (SSLSocket) factory.createSocket(plain, server.host(), server.port(), true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }
}
