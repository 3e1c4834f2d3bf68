package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Plane;

/// A hundred clients of `workspace-events` that are cut off for seconds under load, again and
/// again, and resume: each event once, in order, without a hole.
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResumeTest {
  private static final int CLIENTS = 100;
  private static final int CUTS = 3;
  private static final Pattern SEQ = Pattern.compile("\"seq\":([0-9]+)");

  private final CountDownLatch cutsLeft = new CountDownLatch(CLIENTS * CUTS);

  @Test
  void eachEventOnceInOrder() throws InterruptedException, ExecutionException {
    try (var plane = Plane.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var admin = plane.admin();
      var dev = plane.workspace(admin, "dev", "a,b,c,d");
      List<Future<List<Long>>> clients;
      try (var _ =
          new Reporters(plane.server::address, dev.agentToken(), List.of("a", "b", "c", "d"), "")) {
        clients =
            IntStream.range(0, CLIENTS)
                .mapToObj(seed -> threads.submit(() -> follow(plane, admin, new Random(seed))))
                .toList();
        assertThat(cutsLeft.await(2, TimeUnit.MINUTES)).isTrue();
      }
      // The last event, by which clients know that they are done.
      var renamed = plane.patch("/workspaces/" + dev.id(), admin, "{\"name\":\"done\"}");
      assertThat(renamed.status()).isEqualTo(204);
      for (var client : clients) {
        var seen = client.get();
        var first = seen.getFirst();
        assertThat(seen)
            .isEqualTo(IntStream.range(0, seen.size()).mapToObj(i -> first + i).toList());
      }
      assertThat(clients).extracting(client -> client.get().getLast()).containsOnly(last(clients));
    }
  }

  private static long last(List<Future<List<Long>>> clients)
      throws InterruptedException, ExecutionException {
    return clients.getFirst().get().getLast();
  }

  private List<Long> follow(Plane plane, String token, Random random) {
    var seen = new ArrayList<Long>();
    var id = "";
    for (var cut = 0; cut < CUTS; cut++) {
      var stream = open(plane, token, id);
      var events = 1 + random.nextInt(100);
      for (var n = 0; n < events; ) if (take(stream.next(), seen)) n++;
      stream.close();
      for (var late = stream.next(); !late.isEnd(); late = stream.next()) take(late, seen);
      id = stream.lastId();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(2_500)));
      cutsLeft.countDown();
    }
    try (var stream = open(plane, token, id)) {
      var message = stream.next();
      while (!message.data().contains("mtd_update")) {
        take(message, seen);
        message = stream.next();
      }
      take(message, seen);
    }
    return seen;
  }

  private static EventStream open(Plane plane, String token, String id) {
    return plane.stream("/users/me/workspace-events?snapshots=false", token, id);
  }

  /// Whether it was an event.
  private static boolean take(EventStream.Message message, List<Long> seen) {
    if (!message.type().equals("workspace_event")) {
      assertThat(message.type()).isEqualTo("ping");
      return false;
    }
    var seq = SEQ.matcher(message.data());
    assertThat(seq.find()).isTrue();
    seen.add(Long.parseLong(seq.group(1)));
    return true;
  }
}
