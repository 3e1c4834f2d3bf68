package signalbox.server.http;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import signalbox.server.access.Refusal;
import signalbox.wire.Response;

/// Turns refusals and failures into the wire's error body. The only place that knows which status a
/// refusal is.
final class Problems {
  private Problems() {}

  static Reply.Whole reply(Refusal refusal) {
    var status = status(refusal.kind());
    var reply =
        refusal.plainText()
            ? Reply.text(status, refusal.message() + "\n")
            : Reply.json(
                status, new Response(refusal.message(), refusal.detail(), refusal.validations()));
    for (var header : refusal.headers().entrySet())
      reply = reply.with(header.getKey(), header.getValue());
    return reply;
  }

  /// 500. The cause is in the log, under the same id.
  static Reply.Whole internal(UUID request) {
    return Reply.json(
        500,
        new Response(
            "An internal server error occurred.",
            "The server's log has more, under request " + request + ".",
            List.of()));
  }

  static Reply.Whole noRoute() {
    return Reply.json(404, new Response("Route not found.", null, List.of()));
  }

  /// 405 (RFC 9110 §15.5.6).
  static Reply.Whole wrongMethod(List<Method> allowed) {
    return Reply.empty(405)
        .with("Allow", allowed.stream().map(Method::name).collect(Collectors.joining(", ")));
  }

  private static int status(Refusal.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case NOT_SIGNED_IN -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case WRONG_METHOD -> 405;
      case NOT_READY -> 406;
      case TIMED_OUT -> 408;
      case CONFLICT -> 409;
      case GONE -> 410;
      case UNEXPECTED_STATE -> 412;
      case TOO_LARGE -> 413;
      case IN_USE -> 417;
      case TOO_EARLY -> 425;
      case NOT_A_SOCKET -> 426;
      case BYPASS_REFUSED -> 428;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
    };
  }
}
