package signalbox.agent.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import signalbox.agent.console.Console;
import signalbox.agent.time.Ticker;

/// The socket that apps in the workspace report to, with the request that they would send to the
/// server, but without a token. Who may open its file may report.
public final class LocalSocket implements AutoCloseable {
  static final String PATH = "/api/v2/workspaceagents/me/app-status";

  /// How long an app may take to say what it wants.
  static final Duration REQUEST_MAX = Duration.ofSeconds(10);

  /// Too many files are open, say.
  private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

  private static final int TOGETHER_MAX = 128;
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final Path path;
  private final ServerSocketChannel listening;
  private final Reports reports;
  private final Ticker ticker;
  private final Console console;
  private final Semaphore turns = new Semaphore(TOGETHER_MAX);

  private LocalSocket(
      Path path, ServerSocketChannel listening, Reports reports, Ticker ticker, Console console) {
    this.path = path;
    this.listening = listening;
    this.reports = reports;
    this.ticker = ticker;
    this.console = console;
  }

  /// @param path taken over from an agent that has left it behind
  /// @throws IOException when it cannot be made
  public static LocalSocket open(Path path, Reports reports, Ticker ticker, Console console)
      throws IOException {
    Files.deleteIfExists(path);
    var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listening.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    var socket = new LocalSocket(path, listening, reports, ticker, console);
    Thread.ofVirtual().name("local").start(socket::accept);
    return socket;
  }

  @Override
  public void close() {
    try {
      listening.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      console.say("The socket %s is left behind: %s".formatted(path, e.getMessage()));
    }
  }

  private void accept() {
    try {
      while (listening.isOpen()) acceptOne();
    } catch (InterruptedException _) {
      // Nobody does that but at the end of the process.
    }
  }

  private void acceptOne() throws InterruptedException {
    turns.acquire();
    try {
      var app = listening.accept();
      Thread.ofVirtual().name("report").start(() -> serve(app));
    } catch (IOException e) {
      turns.release();
      if (!listening.isOpen()) return;
      console.sayOfIt("local", "No report can be taken: " + e);
      ticker.pause(ACCEPT_PAUSE);
    }
  }

  private void serve(SocketChannel app) {
    try (app) {
      Answer answer;
      try {
        answer = answer(read(app));
      } catch (HttpRequest.Refused e) {
        answer = Answer.of(e.status(), String.valueOf(e.getMessage()));
      }
      write(app, answer.encode());
    } catch (IOException _) {
      // The app is gone, or was too slow.
    } finally {
      turns.release();
    }
  }

  private HttpRequest read(SocketChannel app) throws IOException {
    try (var _ = ticker.after(REQUEST_MAX, () -> close(app))) {
      var in = new BufferedInputStream(Channels.newInputStream(app));
      return HttpRequest.read(in, () -> write(app, "HTTP/1.1 100 Continue\r\n\r\n"));
    }
  }

  private Answer answer(HttpRequest request) {
    if (!request.path().equals(PATH)) return Answer.of(404, "There is nothing but PATCH " + PATH);
    if (!request.method().equals("PATCH")) return Answer.of(405, "A report is sent with PATCH.");
    var key = request.header("idempotency-key");
    if (key.filter(text -> !KEY.matcher(text).matches()).isPresent()) {
      return Answer.of(400, "An Idempotency-Key has 1 to 255 printable ASCII characters.");
    }
    return reports.report(request.body(), key.orElse(null));
  }

  private static void write(SocketChannel app, String text) throws IOException {
    write(app, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(SocketChannel app, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) app.write(buffer);
  }

  private static void close(SocketChannel app) {
    try {
      app.close();
    } catch (IOException _) {
      // It is of no use any more, closed or not.
    }
  }
}
