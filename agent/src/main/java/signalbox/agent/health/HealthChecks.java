package signalbox.agent.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import signalbox.agent.api.CheckedApp;
import signalbox.agent.api.CheckedApp.Health;
import signalbox.agent.console.Console;
import signalbox.agent.line.Http;
import signalbox.agent.outgoing.Newest;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// Asks each app at its interval how it is. One good answer makes it healthy, as many failures in a
/// row as its threshold says make it ill; only changes are told. Thread-safe.
public final class HealthChecks implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int ILL = 500;

  private final Http http;
  private final Console console;
  private final List<Subscription> checks = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Newest<UUID, Health> changes = new Newest<>();

  /// Guarded by the lock.
  private final Map<UUID, State> states = new HashMap<>();

  /// @param failures in a row
  private record State(Health health, int failures, boolean asking) {}

  /// Begins at once, to be closed.
  public HealthChecks(List<CheckedApp> apps, Http http, Ticker ticker, Console console) {
    this.http = http;
    this.console = console;
    for (var app : apps) {
      states.put(app.id(), new State(app.health(), 0, false));
      begin(app, ticker);
    }
  }

  /// Changes that were not told yet.
  public Newest<UUID, Health> changes() {
    return changes;
  }

  @Override
  public void close() {
    checks.forEach(Subscription::close);
  }

  private void begin(CheckedApp app, Ticker ticker) {
    try {
      var timeout = app.interval().compareTo(ANSWER_MAX) < 0 ? app.interval() : ANSWER_MAX;
      var request = HttpRequest.newBuilder(URI.create(app.url())).timeout(timeout).GET().build();
      checks.add(ticker.every(app.interval(), () -> check(app, request)));
    } catch (IllegalArgumentException e) {
      console.say(
          "The health of app %s cannot be checked: %s.".formatted(app.slug(), e.getMessage()));
    }
  }

  private void check(CheckedApp app, HttpRequest request) {
    if (beginAsking(app)) {
      Thread.ofVirtual().name("health").start(() -> answered(app, isWell(request)));
    }
  }

  private boolean beginAsking(CheckedApp app) {
    lock.lock();
    try {
      var state = states.get(app.id());
      if (state == null || state.asking) return false;
      states.put(app.id(), new State(state.health, state.failures, true));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWell(HttpRequest request) {
    try {
      var answer = http.client(request.uri()).send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode() < ILL;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void answered(CheckedApp app, boolean well) {
    lock.lock();
    try {
      var before = states.getOrDefault(app.id(), new State(app.health(), 0, true));
      var failures = well ? 0 : before.failures + 1;
      var health = well ? Health.HEALTHY : before.health;
      if (failures >= app.threshold()) health = Health.UNHEALTHY;
      states.put(app.id(), new State(health, failures, false));
      if (health == before.health) return;
      changes.put(app.id(), health);
      console.say("App %s is %s.".formatted(app.slug(), health == Health.HEALTHY ? "well" : "ill"));
    } finally {
      lock.unlock();
    }
  }
}
