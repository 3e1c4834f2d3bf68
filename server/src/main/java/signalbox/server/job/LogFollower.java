package signalbox.server.job;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.server.id.JobId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Outlet;
import signalbox.wire.Json;

/// One socket that follows a job's log. A hint makes it read on from where it is, at its peer's
/// speed, on a virtual thread that ends when there is nothing more to read.
final class LogFollower {
  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  private final JobLogs logs;
  private final Outlet outlet;
  private final JobId job;
  private final AtomicInteger hints = new AtomicInteger();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private long position;

  /// Called on the outlet's loop.
  LogFollower(JobLogs logs, Outlet outlet, JobId job, long after) {
    this.logs = logs;
    this.outlet = outlet;
    this.job = job;
    this.position = after;
    outlet.onClose(() -> gone.complete(true));
  }

  Outlet outlet() {
    return outlet;
  }

  JobId job() {
    return job;
  }

  /// There may be more. Never blocks; any thread may call it.
  void hint() {
    if (hints.getAndIncrement() == 0) Thread.ofVirtual().name("log of " + job).start(this::read);
  }

  private void read() {
    int seen;
    do {
      seen = hints.get();
      try {
        var more = true;
        while (more && !gone.isDone()) more = sendSome();
      } catch (DatabaseUnavailable e) {
        LOG.debug("The log of job {} cannot be read at the moment.", job);
      } catch (RuntimeException e) {
        LOG.error("The log of job {} could not be sent.", job, e);
        outlet.loop().execute(outlet::drop);
      }
    } while (!hints.compareAndSet(seen, 0));
  }

  /// @return whether there may be more already
  private boolean sendSome() {
    var chunk = logs.read(job, position);
    if (!chunk.lines().isEmpty()) {
      write(new Frame(chunk.lines().stream().map(Json::text).map(LogFollower::utf8).toList()));
      position = chunk.lines().getLast().id();
    }
    if (chunk.last()) outlet.loop().execute(outlet::end);
    return !chunk.last() && !chunk.lines().isEmpty();
  }

  private void write(Frame frame) {
    var written = new CompletableFuture<Boolean>();
    outlet.loop().execute(() -> writeWhenRoom(frame, written));
    CompletableFuture.anyOf(written, gone).join();
  }

  private void writeWhenRoom(Frame frame, CompletableFuture<Boolean> written) {
    if (outlet.full()) {
      outlet.onDrain(() -> writeWhenRoom(frame, written));
      return;
    }
    outlet.onDrain(() -> {});
    outlet.write(frame);
    written.complete(true);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
