package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Plane;

/// A hundred clients of `workspace-events` that are cut off under load and resume: each event once,
/// in order, without a hole.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResumeTest {
  private static final int CLIENTS = 100;
  private static final List<String> APPS = List.of("a", "b", "c", "d");
  private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");

  @Test
  void eachEventOnceInOrderOverManyShortCuts() throws InterruptedException, ExecutionException {
    cutAndResume(5, random -> Duration.ofMillis(random.nextInt(500)));
  }

  @Test
  @Tag("slow")
  void eachEventOnceInOrderOverACutOfTenSeconds() throws InterruptedException, ExecutionException {
    cutAndResume(1, _ -> Duration.ofSeconds(10));
  }

  /// @param cuts how often each client is cut off
  private static void cutAndResume(int cuts, Function<Random, Duration> length)
      throws InterruptedException, ExecutionException {
    var cutsLeft = new CountDownLatch(CLIENTS * cuts);
    try (var plane = Plane.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var admin = plane.admin();
      var dev = plane.workspace(admin, "dev", String.join(",", APPS));
      List<Future<List<Long>>> clients;
      try (var _ = new Reporters(plane.server::address, dev.agentToken(), APPS, "")) {
        clients =
            IntStream.range(0, CLIENTS)
                .mapToObj(Random::new)
                .map(random -> new Client(plane, admin, random))
                .map(
                    client ->
                        threads.submit(() -> client.follow(cuts, length, cutsLeft::countDown)))
                .toList();
        assertThat(cutsLeft.await(2, TimeUnit.MINUTES)).isTrue();
      }
      // The last event, by which clients know that they are done.
      var renamed = plane.patch("/workspaces/" + dev.id(), admin, "{\"name\":\"done\"}");
      assertThat(renamed.status()).isEqualTo(204);
      var last = clients.getFirst().get().getLast();
      for (var client : clients) {
        var seen = client.get();
        var first = seen.getFirst();
        assertThat(seen).isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
      }
    }
  }

  /// One of the hundred.
  private static final class Client {
    private final Plane plane;
    private final String token;
    private final Random random;
    private final List<Long> seen = new ArrayList<>();
    private String lastId = "";

    Client(Plane plane, String token, Random random) {
      this.plane = plane;
      this.token = token;
      this.random = random;
    }

    /// @param afterCut is called after each cut
    /// @return the numbers of the events in the order in which they came, up to that of the
    ///   renaming
    List<Long> follow(int cuts, Function<Random, Duration> length, Runnable afterCut) {
      for (var cut = 0; cut < cuts; cut++) {
        readAndCut();
        LockSupport.parkNanos(length.apply(random).toNanos());
        afterCut.run();
      }
      try (var stream = open()) {
        var message = stream.next();
        while (!message.data().contains("mtd_update")) {
          take(message);
          message = stream.next();
        }
        take(message);
      }
      return seen;
    }

    /// Reads some events, and what had arrived already when the connection is cut.
    private void readAndCut() {
      var stream = open();
      var events = seen.size() + 1 + random.nextInt(100);
      while (seen.size() < events) take(stream.next());
      stream.close();
      for (var late = stream.next(); !late.isEnd(); late = stream.next()) take(late);
      lastId = stream.lastId();
    }

    private EventStream open() {
      return plane.stream("/users/me/workspace-events?snapshots=false", token, lastId);
    }

    private void take(EventStream.Message message) {
      if (message.type().equals("ping")) return;
      assertThat(message.type()).isEqualTo("workspace_event");
      var seq = SEQ.matcher(message.data());
      assertThat(seq.find()).isTrue();
      seen.add(Long.parseLong(seq.group(1)));
    }
  }
}
