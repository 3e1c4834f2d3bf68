package signalbox.agent.line;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import signalbox.agent.api.ServerCalls;
import signalbox.agent.console.Console;
import signalbox.agent.time.Ticker;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.yamux.SessionEnd;

/// The line to the server: dials, has said on each connection what there is to say, and dials again
/// when it breaks, for as long as it runs. For one thread.
///
/// No answer of a server is the last one: a token that is not known now may be known when the build
/// of the workspace is committed.
public final class Line {
  /// Two pings may be unanswered, so a silent server is given up after three times this.
  static final Duration BEAT = Duration.ofSeconds(10);

  static final Duration PAUSE_MIN = Duration.ofMillis(100);
  static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /// A connection that held as long was no mistake: the next try comes soon.
  static final Duration GOOD = Duration.ofSeconds(30);

  private static final String TOPIC = "line";

  private final Site site;
  private final Dialer dialer;
  private final Ticker ticker;
  private final Console console;
  private final Talk talk;

  /// @param talk what is said on each connection
  public Line(Site site, Http http, Ticker ticker, Console console, Talk talk) {
    this.site = site;
    this.dialer = new Dialer(site, http);
    this.ticker = ticker;
    this.console = console;
    this.talk = talk;
  }

  /// What is said on one connection. Runs on a thread of its own, which is interrupted when the
  /// connection has ended; when it returns, the connection ends.
  @FunctionalInterface
  public interface Talk {
    void on(ServerCalls server) throws InterruptedException;
  }

  /// Ends when its thread is interrupted.
  public void run() throws InterruptedException {
    var backOff = new BackOff(PAUSE_MIN, PAUSE_MAX, ThreadLocalRandom.current());
    while (true) {
      var began = ticker.instant();
      connect();
      if (!ticker.instant().isBefore(began.plus(GOOD))) backOff.reset();
      ticker.pause(backOff.next());
    }
  }

  private void connect() throws InterruptedException {
    Transport transport;
    try {
      transport = dialer.dial();
    } catch (IOException e) {
      console.sayOfIt(TOPIC, "No line to %s: %s.".formatted(site.url(), e.getMessage()));
      return;
    }
    console.sayOfIt(TOPIC, "Connected to " + site.url() + ".");
    var end = talk(transport);
    if (Thread.interrupted()) throw new InterruptedException();
    console.sayOfIt(TOPIC, "The line is cut: " + end.detail() + ".");
  }

  private SessionEnd talk(Transport transport) throws InterruptedException {
    var client = RpcClient.over(transport, Limits.DEFAULT);
    var session = client.session();
    var talking =
        Thread.ofVirtual()
            .name("talk")
            .start(
                () -> {
                  try (session) {
                    talk.on(new ServerCalls(client, ticker));
                  } catch (InterruptedException _) {
                    // The connection has ended.
                  }
                });
    try (var _ = ticker.every(BEAT, () -> session.beat(() -> {}))) {
      return session.run();
    } finally {
      talking.interrupt();
      joinUninterruptibly(talking);
    }
  }

  /// What is said ends soon once the connection has; whoever interrupts us meanwhile is heard
  /// afterwards.
  private static void joinUninterruptibly(Thread thread) {
    var interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
