package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import signalbox.server.http.Method;
import signalbox.server.http.Route;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Archive;
import signalbox.server.testing.Plane;

/// A server with one of everything, all of it alice's, and people who may and may not see it.
/// Requests may take things away; each gets fresh ones where that can happen.
final class Landscape implements AutoCloseable {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  final Plane plane = Plane.open();
  final String admin = plane.admin();
  final String bob = plane.member("bob", admin);
  final Plane.Workspace dev;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger keys = new AtomicInteger();
  private final Map<String, String> alices = new HashMap<>();
  private final Map<String, String> nobodys = new HashMap<>();

  Landscape() {
    dev = plane.workspace(plane.member("alice", admin), "dev", "claude");
    var workspace = plane.get("/workspaces/" + dev.id(), admin).json();
    alices.put("user", "alice");
    alices.put("account", "alice");
    alices.put("organization", "default");
    alices.put("workspace", dev.id());
    alices.put("workspacename", "dev");
    alices.put("workspaceagent", dev.agentId());
    alices.put("agentname", "main");
    alices.put("os", "linux");
    alices.put("arch", "amd64");
    alices.put("workspacebuild", workspace.path("latest_build").path("id").asString());
    alices.put("buildnumber", "1");
    alices.put("template", workspace.path("template_id").asString());
    alices.put("templatename", "external");
    alices.put(
        "templateversion", workspace.path("latest_build").path("template_version_id").asString());
    alices.put("versionname", "v1");
    alices.put("templateversionname", "v1");
    alices.put("file", upload());
    alices.put("key", "");
    alices.put("tokenname", "");
    for (var name : alices.keySet()) nobodys.put(name, UUID.randomUUID().toString());
    nobodys.put("buildnumber", "99");
  }

  private String upload() {
    var request =
        HttpRequest.newBuilder(plane.uri("/api/v2/files"))
            .header("Coder-Session-Token", session("alice"))
            .header("Content-Type", "application/x-tar")
            .POST(BodyPublishers.ofByteArray(new Archive().file("a", "x").bytes()));
    try {
      var made = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(made.statusCode(), made.headers(), made.body()).text("hash");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  List<Route> routes() {
    return plane.server.routes().all();
  }

  /// Asks with an empty object where a body is expected.
  Answer ask(Route route, Role role, Thing whose) {
    var answer = ask(route, path(route, whose), token(role), "{}".getBytes(StandardCharsets.UTF_8));
    if (route.path().endsWith("/suspend"))
      assertThat(plane.put("/users/alice/status/activate", admin, "").status()).isEqualTo(200);
    return answer;
  }

  /// @param path whole, as it goes over the wire
  Answer ask(Route route, String path, String token, byte[] body) {
    var hasBody = route.method() != Method.GET && route.method() != Method.DELETE;
    var request =
        HttpRequest.newBuilder(plane.uri(path))
            .timeout(Duration.ofSeconds(20))
            .method(
                route.method().name(),
                hasBody ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
    if (!token.isEmpty()) request.header("Coder-Session-Token", token);
    try {
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      return new Answer(answer.statusCode(), answer.headers(), text(answer));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(route + " " + path, e);
    }
  }

  /// A stream has no end that could be waited for.
  private static String text(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return type.equals("text/event-stream")
          ? ""
          : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  String path(Route route, Thing whose) {
    var values = new HashMap<>(whose == Thing.ALICES ? alices : nobodys);
    if (whose == Thing.ALICES) values.putAll(freshKey());
    return path(route, values);
  }

  /// @throws AssertionError for a parameter that this landscape has no example of: give it one
  static String path(Route route, Map<String, String> values) {
    return PARAMETER
        .matcher(route.path())
        .replaceAll(
            found -> {
              var value = values.get(found.group(1));
              if (value == null) throw new AssertionError("no example of " + found.group());
              return value;
            });
  }

  Map<String, String> values() {
    var values = new HashMap<>(alices);
    values.putAll(freshKey());
    return values;
  }

  private Map<String, String> freshKey() {
    var name = "t" + keys.incrementAndGet();
    var made = plane.post("/users/alice/keys/tokens", admin, "{\"token_name\":\"" + name + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var key = made.text("key");
    return Map.of("tokenname", name, "key", key.substring(0, key.indexOf('-')));
  }

  String token(Role role) {
    return switch (role) {
      case NONE -> "";
      case OTHER -> session("bob");
      case OWNER -> session("alice");
      case ADMIN -> session("admin");
      case AGENT -> dev.agentToken();
    };
  }

  private String session(String user) {
    var made = plane.post("/users/" + user + "/keys", admin, "");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.text("key");
  }

  @Override
  public void close() {
    client.shutdownNow();
    plane.close();
  }
}
