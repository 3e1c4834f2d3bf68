package signalbox.cli.exit;

/// A command cannot do what it was asked. The message is one sentence for people, and says what to
/// do next where there is something to do.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Exit exit;

  public Failure(Exit exit, String sentence) {
    super(sentence);
    this.exit = exit;
  }

  /// @param cause for those who want to see more
  public Failure(Exit exit, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exit = exit;
  }

  public static Failure failed(String sentence) {
    return new Failure(Exit.FAILED, sentence);
  }

  public Exit exit() {
    return exit;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
