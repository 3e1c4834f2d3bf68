package signalbox.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Address;
import signalbox.cli.http.Answer;
import signalbox.cli.http.Connection;
import signalbox.cli.http.Request;
import signalbox.cli.http.Unreachable;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// A server as somebody sees it. What goes wrong is a [Failure] that can be shown. Thread-safe.
public final class Api {
  private static final String TOKEN = "Coder-Session-Token";
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  /// How long a server may think.
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Address server;
  private final String token;

  /// @param token empty for a stranger
  public Api(Address server, String token) {
    this.server = server;
    this.token = token;
  }

  public Api(Session session) {
    this(session.server(), session.token());
  }

  public Address server() {
    return server;
  }

  /// A name as a part of a route.
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// What a route has; empty when it is not there, or not for us.
  public <T> Optional<T> find(String target, Class<T> type) {
    var answer = ask(new Request("GET", target));
    if (answer.status() == NOT_FOUND || answer.status() == GONE) return Optional.empty();
    return Optional.of(read(ok(answer), type));
  }

  public <T> T get(String target, Class<T> type) {
    return read(ok(ask(new Request("GET", target))), type);
  }

  public <T> T post(String target, Object body, Class<T> type) {
    return read(post(target, body), type);
  }

  public Answer post(String target, Object body) {
    return ok(ask(new Request("POST", target).withBody(Json.bytes(body))));
  }

  /// Any answer.
  public Answer ask(Request request) {
    try {
      return exchange(request);
    } catch (Unreachable e) {
      throw Problems.unreachable(server, e);
    }
  }

  /// Any answer, for those who know what to do when there is none.
  public Answer exchange(Request request) throws Unreachable {
    return Connection.exchange(server, signed(request), SILENCE);
  }

  /// A stream.
  ///
  /// @param silence how long the server may say nothing
  public Connection open(Request request, Duration silence) throws Unreachable {
    return Connection.open(server, signed(request), silence);
  }

  /// The answer, if it is a good one.
  public Answer ok(Answer answer) {
    if (answer.isOk()) return answer;
    throw Problems.refused(server, answer);
  }

  private Request signed(Request request) {
    return token.isEmpty() ? request : request.with(TOKEN, token);
  }

  /// The body of an answer as a value.
  public <T> T read(Answer answer, Class<T> type) {
    try {
      return Json.read(answer.body(), type);
    } catch (BadJson e) {
      throw new Failure(
          Exit.FAILED, "What answers at " + server + " is no Signalbox, or one of another age.", e);
    }
  }
}
