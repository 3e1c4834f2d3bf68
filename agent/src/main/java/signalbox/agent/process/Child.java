package signalbox.agent.process;

import java.io.InputStream;
import java.time.Duration;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// A program that runs, or has run. Thread-safe.
public final class Child {
  /// What a program gets between being asked to end and being ended.
  public static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final boolean leadsGroup;

  Child(Process process, boolean leadsGroup) {
    this.process = process;
    this.leadsGroup = leadsGroup;
  }

  public InputStream out() {
    return process.getInputStream();
  }

  public InputStream err() {
    return process.getErrorStream();
  }

  /// Waits for its end, not for that of what it has started.
  ///
  /// @return its exit code; 128 and the signal's number when one ended it
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  /// Has it and its group asked to end, and ended after [#GRACE]. Does not wait.
  ///
  /// @return stops the second half
  public Subscription end(Ticker ticker) {
    Thread.ofVirtual().start(() -> signal("TERM"));
    return ticker.after(GRACE, this::kill);
  }

  /// Has it and its group ended at once. Does not wait.
  public void kill() {
    Thread.ofVirtual().start(() -> signal("KILL"));
  }

  /// Has ended what it has left behind in its group. To be called when something is known to be
  /// there: the number of an empty group may be somebody else's by now.
  public void killRest() {
    if (leadsGroup) Thread.ofVirtual().start(() -> Signals.send("KILL", -process.pid()));
  }

  private void signal(String name) {
    if (!process.isAlive()) return;
    // It has no group yet in its first moments.
    if (leadsGroup && Signals.send(name, -process.pid())) return;
    if (name.equals("KILL")) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    } else {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
