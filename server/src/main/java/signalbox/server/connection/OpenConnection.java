package signalbox.server.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.SessionEnd;
import signalbox.server.access.Caller;
import signalbox.server.liveness.Connection;

/// One open socket of an agent. Thread-safe.
public final class OpenConnection {
  /// Between two pings.
  static final Duration PING = Duration.ofSeconds(15);

  /// A newer sign of life is worth a write.
  private static final Duration STALE = Duration.ofSeconds(5);

  private final UUID id = UUID.randomUUID();
  private final Caller.Agent agent;
  private final long arrival;
  private final boolean counts;
  private final InstantSource clock;
  private final Session session;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile Instant seen;
  private volatile Instant written;
  private volatile Instant nextPing;

  /// @param arrival greater than that of any socket that came before
  /// @param counts whether it makes its agent connected
  /// @param session makes what is spoken on it; not running yet
  OpenConnection(
      Caller.Agent agent,
      long arrival,
      boolean counts,
      Function<OpenConnection, Session> session,
      InstantSource clock) {
    this.agent = agent;
    this.arrival = arrival;
    this.counts = counts;
    this.clock = clock;
    this.seen = clock.instant();
    this.written = seen;
    this.nextPing = seen.plus(PING);
    this.session = session.apply(this);
  }

  UUID id() {
    return id;
  }

  long arrival() {
    return arrival;
  }

  Caller.Agent agent() {
    return agent;
  }

  /// Whether it makes its agent connected.
  boolean counts() {
    return counts;
  }

  /// The agent has shown that it is there: it called, or answered a ping.
  public void alive() {
    seen = clock.instant();
  }

  /// Its newest sign of life.
  Instant seen() {
    return seen;
  }

  boolean isWorthWriting() {
    return counts && !seen.isBefore(written.plus(STALE));
  }

  void written(Instant upTo) {
    written = upTo;
  }

  /// Asks whether the agent is there, or gives it up. To be called every second or so; never
  /// blocks.
  void look(Instant now) {
    if (now.isAfter(seen.plus(Connection.SILENCE_MAX))) {
      end();
    } else if (!now.isBefore(nextPing)) {
      nextPing = now.plus(PING);
      session.beat(this::alive);
    }
  }

  /// Answers calls until the socket ends. Blocks as long.
  SessionEnd run() {
    return session.run();
  }

  /// Ends the socket, and with it every call. Never blocks.
  void end() {
    session.close();
  }

  /// Its end has been taken note of.
  void over() {
    over.complete(null);
  }

  CompletableFuture<Void> whenOver() {
    return over;
  }
}
