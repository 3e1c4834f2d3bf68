package signalbox.agent.local;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import signalbox.agent.console.Console;
import signalbox.agent.line.BackOff;
import signalbox.agent.line.Http;
import signalbox.agent.line.Site;
import signalbox.agent.outgoing.Outbox;
import signalbox.agent.time.Ticker;

/// Hands on what apps report, one after the other, so their order is kept. Thread-safe.
///
/// Reports go by the route for them and not by a call on the line: there they have keys, so that
/// one whose answer was lost can be sent again and is stored once, and nothing of what they say is
/// left out. While the server is away they wait, at most [#WAITING_MAX].
public final class Reports {
  static final int WAITING_MAX = 500;

  /// How long an app waits for the server before it hears that its report waits.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE_MIN = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final String PATH = "/api/v2/workspaceagents/me/app-status";
  private static final String TOPIC = "reports";

  /// Too many reports, and what servers and proxies say for one that is away.
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final Site site;
  private final Http http;
  private final Ticker ticker;
  private final Console console;
  private final Outbox<Report> waiting;

  public Reports(Site site, Http http, Ticker ticker, Console console) {
    this.site = site;
    this.http = http;
    this.ticker = ticker;
    this.console = console;
    this.waiting = new Outbox<>("reports of apps", WAITING_MAX, console, Reports::dropped);
  }

  /// Hands a report on, and waits for the server's answer as long as an app can be expected to.
  ///
  /// @param key null when the app gave none
  Answer report(byte[] body, @Nullable String key) {
    var named = key == null ? UUID.randomUUID().toString() : key;
    var report = new Report(body, named, new CompletableFuture<>());
    waiting.put(report);
    try (var _ = ticker.after(PATIENCE, () -> report.answered().complete(Answer.queued()))) {
      return report.answered().join();
    }
  }

  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Hands reports on until it is interrupted.
  public void run() throws InterruptedException {
    while (true) {
      var report = waiting.take();
      var answer = deliver(report);
      waiting.done();
      var toldBefore = !report.answered().complete(answer);
      if (toldBefore && !answer.isGood()) {
        var why = new String(answer.json(), StandardCharsets.UTF_8);
        console.say("The server refused a report that had waited: " + why);
      }
    }
  }

  private Answer deliver(Report report) throws InterruptedException {
    var backOff = new BackOff(PAUSE_MIN, PAUSE_MAX, ThreadLocalRandom.current());
    while (true) {
      var pause = backOff.next();
      try {
        var answer = send(report);
        if (!PASSING.contains(answer.statusCode())) {
          console.forget(TOPIC);
          return new Answer(answer.statusCode(), answer.body());
        }
        console.sayOfIt(TOPIC, "Reports wait: the server answers " + answer.statusCode() + ".");
        pause = retryAfter(answer, pause);
      } catch (IOException e) {
        console.sayOfIt(TOPIC, "Reports wait: the server cannot be reached.");
      }
      ticker.pause(pause);
    }
  }

  private HttpResponse<byte[]> send(Report report) throws IOException, InterruptedException {
    var request =
        site.request(PATH)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", report.key())
            .method("PATCH", BodyPublishers.ofByteArray(report.body()))
            .build();
    return http.client(request.uri()).send(request, BodyHandlers.ofByteArray());
  }

  private static Duration retryAfter(HttpResponse<?> answer, Duration otherwise) {
    Supplier<Duration> ours = () -> otherwise;
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,3}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElseGet(ours);
  }

  private static void dropped(Report report) {
    report
        .answered()
        .complete(Answer.of(503, "The server is away, and too many reports wait for it."));
  }
}
