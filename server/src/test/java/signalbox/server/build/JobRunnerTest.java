package signalbox.server.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.id.JobId;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Workshop;

class JobRunnerTest {
  private final Workshop shop = Workshop.open();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aPostedJobIsWorkedOnWithoutWaitingForTheClock() {
    shop.runner.start();
    var id = shop.create("w1", shop.alice).text("id");
    Eventually.await(() -> shop.status(id).equals("running"));
  }

  @Test
  void aJobWhosePostWasLostIsFoundAfterAFewSeconds() {
    shop.runner.start();
    var other = Workshop.withKey(shop.address, 1);
    try (other) {
      var id = other.create("w1", other.alice).text("id");
      assertThat(other.status(id)).isEqualTo("pending");
      shop.time.advance(Duration.ofSeconds(3));
      Eventually.await(() -> other.status(id).equals("running"));
    }
  }

  @Test
  void twoRunnersOfOneQueueShareTheWork() {
    var other = Workshop.withKey(shop.address, 1);
    try (other) {
      shop.runner.start();
      other.runner.start();
      var ids = new ArrayList<String>();
      for (var n = 0; n < 20; n++) {
        var maker = n % 2 == 0 ? shop : other;
        ids.add(maker.create("w" + n, maker.alice).text("id"));
      }
      ids.forEach(id -> Eventually.await(() -> shop.status(id).equals("running")));
      assertThat(count("SELECT count(*) FROM agents")).isEqualTo(20);
      assertThat(count("SELECT count(*) FROM job_logs WHERE stage = 'Ready'")).isEqualTo(20);
    }
  }

  @Test
  void ofManyWorkersEachTakesAnotherJob() throws InterruptedException {
    for (var n = 0; n < 8; n++) shop.create("w" + n, shop.alice);
    var takes =
        IntStream.range(0, 12)
            .<Callable<Optional<JobId>>>mapToObj(
                _ -> () -> shop.bench.take(UUID.randomUUID()).map(work -> work.build().job().id()))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.invokeAll(takes).stream().flatMap(f -> f.resultNow().stream()).toList();
      assertThat(taken).doesNotHaveDuplicates();
    }
    var more = true;
    while (more) more = shop.bench.take(UUID.randomUUID()).isPresent();
    assertThat(count("SELECT count(*) FROM job_logs WHERE stage = 'Setting up'")).isEqualTo(8);
  }

  @Test
  void aBuildWhoseWorkerDiedFails() {
    var id = shop.create("w1", shop.alice).text("id");
    shop.bench.take(UUID.randomUUID());
    shop.news();
    shop.time.advance(Duration.ofSeconds(55));
    assertThat(shop.status(id)).isEqualTo("starting");
    Eventually.await(
        () -> {
          shop.time.advance(Duration.ofSeconds(10));
          return shop.status(id).equals("failed");
        });
    assertThat(shop.news()).containsExactly("state_change");
    assertThat(shop.workspace(id).at("/latest_build/job/error").asString())
        .isEqualTo(
            "The server that worked on this build has not been heard of for 60 s. Try again.");
    assertThat(shop.build(id, "start", shop.alice).status()).isEqualTo(201);
    shop.runJobs();
    assertThat(shop.status(id)).isEqualTo("running");
  }

  @Test
  void aWorkerThatGivesSignsOfLifeKeepsItsJob() {
    var id = shop.create("w1", shop.alice).text("id");
    var worker = UUID.randomUUID();
    var work = shop.bench.take(worker).orElseThrow();
    for (var minute = 0; minute < 3; minute++) {
      shop.time.advance(Duration.ofSeconds(50));
      shop.bench.beat(worker, List.of(work.build().job().id()));
      assertThat(shop.bench.reap()).isZero();
    }
    shop.bench.finish(work, worker);
    assertThat(shop.status(id)).isEqualTo("running");
  }

  @Test
  void aWorkerThatComesBackTooLateChangesNothing() {
    var id = shop.create("w1", shop.alice).text("id");
    var worker = UUID.randomUUID();
    var work = shop.bench.take(worker).orElseThrow();
    shop.time.advance(Duration.ofSeconds(61));
    shop.bench.reap();
    Eventually.await(() -> shop.status(id).equals("failed"));
    shop.bench.finish(work, worker);
    assertThat(shop.status(id)).isEqualTo("failed");
    assertThat(shop.workspace(id).at("/latest_build/resources")).isEmpty();
  }

  @Test
  void aStopWhoseWorkerDiedTakesTheRightToSpeak() {
    var id = shop.started("w1", shop.alice);
    var token = shop.agentToken(id);
    shop.build(id, "stop", shop.alice);
    shop.bench.take(UUID.randomUUID());
    assertThat(shop.report(token, "idle", "going").status()).isEqualTo(200);
    shop.time.advance(Duration.ofSeconds(61));
    shop.bench.reap();
    Eventually.await(() -> shop.status(id).equals("failed"));
    assertThat(shop.report(token, "idle", "gone").status()).isEqualTo(401);
  }

  /// Scenario 9, the stop.
  @Test
  void aTokenLivesUntilItsBuildHasBeenStopped() {
    var id = shop.started("w1", shop.alice);
    var token = shop.agentToken(id);
    assertThat(shop.report(token, "working", "x").status()).isEqualTo(200);
    shop.build(id, "stop", shop.alice);
    assertThat(shop.report(token, "working", "x").status())
        .as("the stop is pending")
        .isEqualTo(200);
    var worker = UUID.randomUUID();
    var work = shop.bench.take(worker).orElseThrow();
    assertThat(shop.report(token, "working", "x").status())
        .as("the stop is running")
        .isEqualTo(200);
    shop.bench.finish(work, worker);
    var refused = shop.report(token, "idle", "x");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.message()).isEqualTo("Workspace agent not authorized.");
    assertThat(refused.header("WWW-Authenticate")).isEmpty();
  }

  private long count(String sql) {
    return shop.database.read(tx -> tx.sql().createQuery(sql).mapTo(Long.class).one());
  }
}
