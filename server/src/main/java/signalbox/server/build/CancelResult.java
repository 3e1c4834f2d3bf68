package signalbox.server.build;

/// What becomes of the wish to cancel a build.
sealed interface CancelResult {
  record Marked() implements CancelResult {}

  /// The template leaves this to those who run the deployment.
  record NotAllowed() implements CancelResult {}

  record AlreadyDone() implements CancelResult {}

  record AlreadyMarked() implements CancelResult {}

  /// The job is not in the state that the caller expects.
  record Unexpected() implements CancelResult {}
}
