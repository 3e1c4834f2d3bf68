package signalbox.server.http;

/// The request methods (RFC 9110 §9) that routes answer.
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /// Whether it changes nothing by definition (RFC 9110 §9.2.1).
  boolean isSafe() {
    return this == GET;
  }
}
