package signalbox.server.http;

import signalbox.server.access.Refusal;

/// How somebody wants to read a log.
public enum LogFormat {
  /// What there is, as a list.
  JSON,
  /// What there is, as lines of text.
  TEXT,
  /// What there is and what comes, over a WebSocket.
  FOLLOW;

  /// What a request's `format` and `follow` ask for.
  ///
  /// @throws Refusal 400 when there is no such thing
  public static LogFormat of(Call call) {
    var format = call.query("format").filter(text -> !text.isEmpty()).orElse("json");
    var isText = format.equals("text");
    if (!isText && !format.equals("json")) {
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Invalid format parameter.",
          "Allowed values are \"json\" and \"text\".");
    }
    var follows = call.query("follow").isPresent();
    if (follows && isText) {
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Text format is not supported with follow mode.",
          "Use format=json or omit the follow parameter.");
    }
    return follows ? FOLLOW : isText ? TEXT : JSON;
  }
}
