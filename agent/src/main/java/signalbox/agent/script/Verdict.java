package signalbox.agent.script;

import signalbox.agent.api.ScriptRun;

/// How several scripts went together: as bad as the worst.
public enum Verdict {
  WELL,
  TIMED_OUT,
  FAILED;

  static Verdict of(ScriptRun run) {
    return switch (run.outcome()) {
      case OK, PIPES_LEFT_OPEN -> WELL;
      case TIMED_OUT -> TIMED_OUT;
      case EXIT_FAILURE -> FAILED;
    };
  }

  Verdict and(Verdict other) {
    return compareTo(other) < 0 ? other : this;
  }
}
