package signalbox.agent.api;

/// How the run of a script ended.
public enum Outcome {
  OK,
  EXIT_FAILURE,
  TIMED_OUT,
  /// It ended well, but something that it has started goes on and still holds its output.
  PIPES_LEFT_OPEN
}
