import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/// An ordinary day of a server, on which Java notes what it takes to start one: somebody signs up,
/// makes a workspace, an app reports, and the reports are watched. Prints the agent's token.
final class Rehearsal {
  private static final int REPORTS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;
  private String token = "";

  private Rehearsal(String address) {
    api = address + "/api/v2";
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new Rehearsal(arguments[0]).run();
  }

  private void run() throws IOException, InterruptedException {
    var person = "\"email\":\"re@hearsal.example\",\"password\":\"a rehearsal, no secret\"";
    post("/users/first", "{%s,\"username\":\"rehearsal\"}".formatted(person));
    token = field("session_token", post("/users/login", "{%s}".formatted(person)));
    var template = field("id", get("/organizations/default/templates/external"));
    var order = "{\"name\":\"stage\",\"template_id\":\"%s\"}".formatted(template);
    var workspace = field("id", post("/users/me/workspaces", order));
    while (!get("/workspaces/" + workspace).contains("\"job\":{\"id\":")
        || !get("/workspaces/" + workspace).contains("\"apps\":[{")) Thread.sleep(50);
    var credentials = get("/workspaces/" + workspace + "/external-agent/main/credentials");
    var watch = watch("/workspaces/" + workspace + "/watch");
    var feed = watch("/users/me/workspace-events");
    token = field("agent_token", credentials);
    for (var report = 0; report < REPORTS; report++) report(report);
    watch.close();
    feed.close();
    System.out.println(token);
  }

  private void report(int number) throws IOException, InterruptedException {
    var body = "{\"app_slug\":\"claude\",\"state\":\"working\",\"message\":\"Line %d\",\"uri\":\"\"}";
    var request =
        request("/workspaceagents/me/app-status")
            .method("PATCH", BodyPublishers.ofString(body.formatted(number)));
    send(request);
  }

  private java.io.InputStream watch(String path) throws IOException, InterruptedException {
    var stream = http.send(request(path).build(), BodyHandlers.ofInputStream()).body();
    stream.read();
    return stream;
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(api + path));
    return token.isEmpty() ? request : request.header("Coder-Session-Token", token);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300)
      throw new IOException(answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  private static String field(String name, String json) {
    var value = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!value.find()) throw new IllegalStateException("no " + name + " in " + json);
    return value.group(1);
  }
}
