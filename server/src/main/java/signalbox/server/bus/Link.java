package signalbox.server.bus;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that is made again whenever it breaks, with the one thread that uses it. All
/// methods are thread-safe; only the session touches the connection.
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /// What is done with a connection.
  interface Session {
    /// Runs until the connection breaks, then throws, or until the link closes, then returns. Calls
    /// [Link#up] as soon as the connection serves its purpose.
    void run(Connection connection, Link link) throws SQLException, InterruptedException;
  }

  private final String name;
  private final Connector connector;
  private final Session session;
  private final LongAdder reconnects;
  private final Thread thread;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final CountDownLatch tried = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Connection current;
  private volatile boolean up;
  private boolean wasUp;
  private boolean lossIsKnown;

  /// @param name of the connection and of its thread
  /// @param reconnects counts each time that it is up again
  Link(String name, Connector connector, Session session, LongAdder reconnects) {
    this.name = name;
    this.connector = connector;
    this.session = session;
    this.reconnects = reconnects;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Waits until the first attempt has succeeded or failed.
  void awaitFirstAttempt() throws InterruptedException {
    tried.await();
  }

  boolean isUp() {
    return up;
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /// For the session: the connection serves its purpose.
  void up() {
    up = true;
    tried.countDown();
    backoff.reset();
    if (wasUp) reconnects.increment();
    if (lossIsKnown) LOG.info("The {} is connected again.", name);
    wasUp = true;
    lossIsKnown = false;
  }

  /// Breaks the connection, whatever its thread is waiting for. Does not wait.
  void cut() {
    var connection = current;
    if (connection == null) return;
    try {
      connection.abort(Thread::startVirtualThread);
    } catch (SQLException e) {
      LOG.debug("The {} could not be cut.", name, e);
    }
  }

  /// Tells the session to end, without waiting.
  void beginToClose() {
    closing.countDown();
  }

  /// Waits for the session to end, but no longer than a moment: then its connection is cut.
  void close(Duration moment) throws InterruptedException {
    beginToClose();
    if (!thread.join(moment)) cut();
  }

  private void run() {
    try {
      while (!isClosing()) {
        connectOnce();
        pause();
      }
    } catch (InterruptedException _) {
      LOG.debug("The {} was interrupted.", name);
    }
  }

  private void connectOnce() throws InterruptedException {
    try (var connection = connector.connect(name)) {
      current = connection;
      session.run(connection, this);
    } catch (SQLException | RuntimeException e) {
      failed(e);
    } finally {
      up = false;
      current = null;
      tried.countDown();
    }
  }

  private void failed(Exception e) {
    if (isClosing()) return;
    if (lossIsKnown) LOG.debug("The {} cannot connect.", name, e);
    else LOG.warn("The {} has no connection and goes on trying: {}", name, e.getMessage());
    lossIsKnown = true;
  }

  private void pause() throws InterruptedException {
    var _ = closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
  }
}
