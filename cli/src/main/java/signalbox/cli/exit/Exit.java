package signalbox.cli.exit;

/// The codes that a command ends with. Scripts count on them: a number never changes its meaning.
public enum Exit {
  OK(0, "done"),
  FAILED(1, "it did not work; the sentence on stderr says why"),
  USAGE(2, "wrong arguments"),
  NOT_SIGNED_IN(3, "not signed in, or the token is not valid (any more)"),
  NOT_FOUND(4, "no such workspace, template or app, or you may not see it"),
  ENDED_OTHERWISE(5, "watch --until: it ended, but otherwise"),
  QUEUED(6, "report: the server is away; the agent keeps the report and delivers it"),
  TIMED_OUT(124, "watch --timeout: the time is over");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /// For the help.
  public String meaning() {
    return meaning;
  }
}
