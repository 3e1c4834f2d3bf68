package signalbox.agent.outgoing;

import signalbox.agent.api.LifecycleChange;
import signalbox.agent.api.ScriptRun;
import signalbox.agent.console.Console;

/// All that has to be told, in order and completely, to the server.
public record Outgoing(
    LogOutbox logs, Outbox<LifecycleChange> lifecycle, Outbox<ScriptRun> completed) {
  /// More than an agent has in its life.
  static final int STATES_MAX = 16;

  static final int RUNS_MAX = 256;

  public static Outgoing empty(Console console) {
    return new Outgoing(
        new LogOutbox(),
        new Outbox<>("lifecycle states", STATES_MAX, console),
        new Outbox<>("script timings", RUNS_MAX, console));
  }

  public boolean isEmpty() {
    return logs.isEmpty() && lifecycle.isEmpty() && completed.isEmpty();
  }
}
