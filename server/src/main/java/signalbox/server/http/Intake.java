package signalbox.server.http;

/// How the body of a request is read.
public enum Intake {
  /// All of it, before anybody is asked. It has a bound, and so have all bodies together.
  WHOLE,
  /// By the handler as it comes, once it is known who calls. What it does not read is thrown away.
  STREAM
}
