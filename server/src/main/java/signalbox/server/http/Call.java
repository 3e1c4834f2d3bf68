package signalbox.server.http;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.wire.BadJson;
import signalbox.wire.Json;

/// One request: what was asked, by whom, about what. Belongs to one thread at a time.
public final class Call {
  private final Method method;
  private final String path;
  private final Map<String, String> query;
  private final Headers headers;
  private final byte[] body;
  private final String remoteAddress;
  private final UUID id;
  private final boolean upgrade;
  private final Map<String, String> cookies;
  private InputStream stream = InputStream.nullInputStream();
  private final Map<String, Object> found = new HashMap<>();
  private Caller caller = new Caller.Anonymous();
  private @Nullable Refusal refused;

  Call(
      Method method,
      String path,
      String query,
      Headers headers,
      byte[] body,
      String remoteAddress,
      UUID id,
      boolean upgrade) {
    this.method = method;
    this.path = path;
    this.query = parse(query);
    this.headers = headers;
    this.body = body;
    this.remoteAddress = remoteAddress;
    this.id = id;
    this.upgrade = upgrade;
    this.cookies = headers.get("Cookie").map(Cookies::parse).orElse(Map.of());
  }

  public Method method() {
    return method;
  }

  /// The path without doubled slashes.
  public String path() {
    return path;
  }

  /// A query parameter; present and empty when it has no value.
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  public Optional<String> header(String name) {
    return headers.get(name);
  }

  public Optional<String> cookie(String name) {
    return Optional.ofNullable(cookies.get(name));
  }

  /// The body as it came.
  public byte[] body() {
    return body;
  }

  /// The body as it comes; only on routes of [Intake#STREAM]. Its reads throw a [Refusal] when it
  /// does not come in time.
  public InputStream stream() {
    return stream;
  }

  /// The body as JSON.
  ///
  /// @throws Refusal 400 when it is not JSON or not of this shape
  public <B> B body(Class<B> type) {
    try {
      return Json.read(body, type);
    } catch (BadJson e) {
      throw Refusal.of(Refusal.Kind.INVALID, "Request body must be valid JSON.", e.detail());
    }
  }

  /// The client's address, without its port.
  public String remoteAddress() {
    return remoteAddress;
  }

  /// This request's name in answers and logs.
  public UUID id() {
    return id;
  }

  /// Whether the client asked to change to a WebSocket.
  public boolean upgrade() {
    return upgrade;
  }

  public Caller caller() {
    return caller;
  }

  /// The signed-in user; only on routes of [Access#SESSION] and [Access#DEPLOYMENT].
  public Caller.Session user() {
    if (caller instanceof Caller.Session session) return session;
    throw new IllegalStateException("not a session route");
  }

  /// The agent; only on routes of [Access#AGENT].
  public Caller.Agent agent() {
    if (caller instanceof Caller.Agent agent) return agent;
    throw new IllegalStateException("not an agent route");
  }

  /// What the path names; only for parameters of the route's path, or in a lookup further right.
  public <T> T the(Param<T> param) {
    var thing = found.get(param.name());
    if (thing == null) throw new IllegalStateException("no {" + param.name() + "} in this path");
    return param.type().cast(thing);
  }

  void caller(Caller who) {
    caller = who;
  }

  Call streaming(InputStream body) {
    stream = body;
    return this;
  }

  /// Remembers why the caller is nobody; said only where somebody is needed.
  void refusedAs(Refusal why) {
    refused = why;
  }

  Refusal refusedAs() {
    if (refused == null) throw new IllegalStateException("nobody was refused");
    return refused;
  }

  void found(String param, Object thing) {
    found.put(param, thing);
  }

  private static Map<String, String> parse(@Nullable String query) {
    var parsed = new LinkedHashMap<String, String>();
    if (query == null || query.isEmpty()) return parsed;
    for (var pair : query.split("&", -1)) {
      var at = pair.indexOf('=');
      var name = decode(at < 0 ? pair : pair.substring(0, at));
      if (!name.isEmpty()) parsed.putIfAbsent(name, at < 0 ? "" : decode(pair.substring(at + 1)));
    }
    return parsed;
  }

  private static String decode(String text) {
    try {
      var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') >= 0) throw invalid("it has a NUL");
      return decoded;
    } catch (IllegalArgumentException e) {
      throw invalid("bad percent-encoding");
    }
  }

  private static Refusal invalid(String detail) {
    return Refusal.of(Refusal.Kind.INVALID, "The query of the URL is not valid.", detail);
  }
}
