package signalbox.agent.outgoing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.LogLine;
import signalbox.agent.api.LogLine.Level;

/// Lines of output that wait to be told to the server, at most 1 MiB of them. Thread-safe; one at a
/// time takes out of it.
///
/// When it is full the oldest lines go, and where they were a line says how many.
public final class LogOutbox {
  /// Bytes that may wait, and that one request may have.
  static final int BYTES_MAX = 1 << 20;

  /// Lines of one log, in their order.
  public record Batch(UUID source, List<LogLine> lines) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();
  private @Nullable Batch taken;
  private int bytes;
  private int lost;
  private boolean closed;

  public void put(LogLine line) {
    lock.lock();
    try {
      if (closed) return;
      waiting.add(line);
      bytes += line.cost();
      while (bytes > BYTES_MAX) {
        bytes -= waiting.remove().cost();
        lost++;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something to tell.
  public void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (taken == null && waiting.isEmpty()) changed.await();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for lines: all that wait of the log that the oldest one belongs to. The same again until
  /// they are [#done].
  public Batch take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (taken == null && waiting.isEmpty()) changed.await();
      var batch = taken == null ? gather() : taken;
      taken = batch;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /// What was taken has been told, or is not worth telling any more.
  public void done() {
    lock.lock();
    try {
      taken = null;
    } finally {
      lock.unlock();
    }
  }

  /// The server takes no more lines: those that wait go, and those that come.
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      bytes = 0;
      taken = null;
    } finally {
      lock.unlock();
    }
  }

  public boolean isEmpty() {
    lock.lock();
    try {
      return taken == null && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private Batch gather() {
    var first = waiting.getFirst();
    var lines = new ArrayList<LogLine>();
    if (lost > 0) lines.add(aboutLost(first));
    lost = 0;
    var others = new ArrayDeque<LogLine>();
    for (var line : waiting) {
      if (line.source().equals(first.source())) lines.add(line);
      else others.add(line);
    }
    waiting.clear();
    waiting.addAll(others);
    bytes = others.stream().mapToInt(LogLine::cost).sum();
    return new Batch(first.source(), List.copyOf(lines));
  }

  private LogLine aboutLost(LogLine first) {
    var text = "[%d lines are missing here: too many waited for the server]".formatted(lost);
    return new LogLine(first.source(), first.at(), Level.WARN, text);
  }
}
