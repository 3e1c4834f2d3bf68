package signalbox.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.id.WorkspaceId;
import signalbox.server.testing.FakeOutlet;

class FeedsTest {
  private final Feeds feeds = new Feeds();

  @AfterEach
  void close() {
    feeds.close();
  }

  @Test
  void aFollowerStartsWithThePresentAndIsThenToldOfEachChange() {
    var workspace = feeds.workspace();
    var follower = feeds.follow(0, null);
    await(() -> Story.of(follower.received()).types().equals(List.of("snapshot")));

    feeds.change(workspace);

    await(
        () ->
            Story.of(follower.received())
                .types()
                .equals(List.of("snapshot", "workspace_event", "snapshot")));
    var story = Story.of(follower.received());
    assertThat(story.events()).containsExactly(1L);
    assertThat(story.names()).containsEntry(workspace.toString(), "n1");
    assertThat(story.lastId()).isEqualTo("epoch.1");
  }

  @Test
  void aWatcherIsShownOneWorkspaceOnly() {
    var mine = feeds.workspace();
    var other = feeds.workspace();
    var watcher = feeds.watch(1, mine);
    await(() -> Story.of(watcher.received()).names().containsValue("n0"));

    feeds.change(other);
    feeds.change(mine);

    await(() -> Story.of(watcher.received()).names().containsValue("n1"));
    assertThat(Story.of(watcher.received()).names()).containsOnlyKeys(mine.toString());
    assertThat(watcher.received()).doesNotContain("id: ", "workspace_event");
  }

  @Test
  void aSlowWatcherSkipsStepsAndEndsOnTheTruth() {
    var workspace = feeds.workspace();
    var slow = feeds.watch(0, workspace);
    await(() -> !slow.received().isEmpty());
    feeds.loops.get(0).run(() -> slow.room(0));
    var brisk = feeds.watch(0, workspace);
    for (var i = 0; i < 50; i++) feeds.change(workspace);
    await(() -> Story.of(brisk.received()).names().containsValue("n50"));

    feeds.loops.get(0).run(() -> slow.room(1));

    await(() -> Story.of(slow.received()).names().containsValue("n50"));
    assertThat(Story.of(slow.received()).types()).hasSize(2);
  }

  @Test
  void aLostHintIsFoundByComparingWithTheLog() {
    var workspace = feeds.workspace();
    var follower = feeds.follow(0, null);
    await(() -> !follower.received().isEmpty());
    feeds.loseHints();
    feeds.change(workspace);
    assertThat(Story.of(follower.received()).events()).isEmpty();

    feeds.time.advance(Duration.ofSeconds(3));

    await(() -> Story.of(follower.received()).events().equals(List.of(1L)));
  }

  @Test
  void whatCouldNotBeReadWhenItWasToBeShownAnewIsReadLater() {
    var workspace = feeds.workspace();
    var watcher = feeds.watch(0, workspace);
    await(() -> !watcher.received().isEmpty());
    feeds.down = true;
    var before = feeds.reads.get();
    feeds.hub.feed(feeds.owner).refresh(workspace);
    await(() -> feeds.reads.get() == before + 1 && feeds.hub.feed(feeds.owner).isStale());
    feeds.down = false;

    feeds.time.advance(Duration.ofSeconds(3));

    await(() -> feeds.reads.get() == before + 2 && !feeds.hub.feed(feeds.owner).isStale());
  }

  @Test
  void readsDoNotDependOnTheNumberOfWatchers() {
    var workspace = feeds.workspace();
    var watchers = new ArrayList<FakeOutlet>();
    for (var i = 0; i < 1_000; i++) watchers.add(feeds.watch(i % 2, workspace));
    await(
        () -> watchers.stream().allMatch(w -> Story.of(w.received()).names().containsValue("n0")));
    var before = feeds.reads.get();

    feeds.change(workspace);

    await(
        () -> watchers.stream().allMatch(w -> Story.of(w.received()).names().containsValue("n1")));
    assertThat(feeds.reads.get() - before).isEqualTo(1);
  }

  @Test
  void whoBeginToFollowTogetherShareOneLook() {
    for (var i = 0; i < 20; i++) feeds.workspace();
    feeds.hub.feed(feeds.owner);
    var before = feeds.reads.get();

    var followers = IntStream.range(0, 500).mapToObj(i -> feeds.follow(i % 2, null)).toList();

    await(() -> followers.stream().allMatch(f -> Story.of(f.received()).types().size() == 20));
    assertThat(feeds.reads.get() - before).isLessThan(5);
  }

  @Test
  void whoResumeTogetherLeaveRoomForOtherOwners() {
    var workspace = feeds.workspace();
    for (var i = 0; i < 3; i++) feeds.change(workspace);

    var followers = IntStream.range(0, 300).mapToObj(i -> feeds.follow(i % 2, "epoch.1")).toList();

    await(
        () ->
            followers.stream()
                .allMatch(f -> Story.of(f.received()).events().equals(List.of(2L, 3L))));
    assertThat(feeds.mostReadsAtOnce()).isLessThanOrEqualTo(2);
  }

  @Test
  void whoCannotGoOnIsToldWhyAndStartsWithThePresent() {
    var workspace = feeds.workspace();
    for (var i = 0; i < 3; i++) feeds.change(workspace);
    assertReset("epoch.99", "unknown");
    assertReset("other.1", "epoch");
    feeds.database.run(tx -> tx.sql().execute("DELETE FROM events WHERE seq <= 2"));
    assertReset("epoch.1", "expired");
    var resumable = feeds.follow(0, "epoch.2");
    await(() -> Story.of(resumable.received()).events().equals(List.of(3L)));
  }

  @Test
  void whatALogThatForgotCannotTellIsShownAnew() {
    var early = feeds.workspace();
    var late = feeds.workspace();
    feeds.change(early);
    feeds.change(late);
    feeds.database.run(tx -> tx.sql().execute("DELETE FROM events WHERE seq <= 1"));
    var resumed = feeds.follow(0, "epoch.1");
    awaitPresent(List.of(early, late), resumed::received);
    assertThat(Story.of(resumed.received()).events()).containsExactly(2L);
  }

  private void assertReset(String asked, String reason) {
    var follower = feeds.follow(0, asked);
    await(() -> Story.of(follower.received()).types().equals(List.of("reset", "snapshot")));
    assertThat(follower.received())
        .startsWith(
            "id: epoch~.3\nevent: reset\ndata: {\"reason\":\""
                + reason
                + "\",\"asked\":\""
                + asked
                + "\"}\n\n");
  }

  @Test
  void aBurstBeyondAPageLeavesNobodyBehind() {
    var early = feeds.workspace();
    var late = feeds.workspace();
    var follower = feeds.follow(0, null);
    var watcher = feeds.watch(1, early);
    await(() -> Story.of(follower.received()).names().size() == 2 && !watcher.received().isEmpty());
    feeds.loseHints();
    feeds.change(early);
    for (var i = 0; i < FeedReader.PAGE; i++) feeds.change(late);

    feeds.time.advance(Duration.ofSeconds(3));

    await(() -> Story.of(watcher.received()).names().containsValue("n1"));
    awaitPresent(List.of(early, late), follower::received);
    await(() -> Story.of(follower.received()).events().size() == FeedReader.PAGE + 1);
  }

  @Test
  void whoHasExactlyAPageToCatchUpGetsItsSnapshotsToo() {
    var workspace = feeds.workspace();
    for (var i = 0; i < FeedReader.PAGE; i++) feeds.change(workspace);

    var follower = feeds.follow(0, "epoch.0");

    awaitPresent(List.of(workspace), follower::received);
    assertThat(Story.of(follower.received()).events()).hasSize(FeedReader.PAGE);
  }

  @Test
  void whoIsCutOffDuringTheFirstSnapshotsGetsTheRestAndEveryEventSince() {
    var workspaces = new ArrayList<WorkspaceId>();
    for (var i = 0; i < 5; i++) workspaces.add(feeds.workspace());
    for (var i = 0; i <= FeedReader.PAGE; i++) feeds.change(workspaces.getLast());
    assertResumableAnywhere(null, workspaces);
    assertResumableAnywhere("other.1", workspaces);
  }

  @Test
  void whoIsCutOffDuringALongCatchUpStillEndsOnTheTruth() {
    var workspaces = new ArrayList<WorkspaceId>();
    for (var i = 0; i < 5; i++) workspaces.add(feeds.workspace());
    workspaces.forEach(feeds::change);
    for (var i = 0; i <= 2 * FeedReader.PAGE; i++) feeds.change(workspaces.getLast());
    assertResumableAnywhere("epoch.0", workspaces);
  }

  /// Cuts a follower off after some of its messages, and expects that what it gets afterwards
  /// completes them.
  private void assertResumableAnywhere(@Nullable String after, List<WorkspaceId> workspaces) {
    var whole = feeds.follow(0, after);
    awaitPresent(workspaces, whole::received);
    feeds.loops.get(0).run(whole::drop);
    var blocks = whole.received().split("(?<=\n\n)", -1);
    var step = Math.max(1, blocks.length / 8);
    for (var n = 1; n < blocks.length; n += n + step < blocks.length - 6 ? step : 1) {
      var kept = String.join("", Arrays.copyOf(blocks, n));
      if (Story.of(kept).lastId().isEmpty()) continue;
      feeds.change(workspaces.getFirst());
      var rest = feeds.follow(1, Story.of(kept).lastId());
      awaitPresent(workspaces, () -> kept + rest.received());
      var seen = Story.of(kept + rest.received()).events();
      assertThat(seen).doesNotHaveDuplicates().isSorted();
      assertThat(seen.getLast() - seen.getFirst()).isEqualTo(seen.size() - 1L);
      feeds.loops.get(1).run(rest::drop);
    }
  }

  /// Whatever is changed, however slow a follower is, wherever it is cut off: it gets each event
  /// once, in order, without a hole, and ends on the truth.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyFollowerGetsEachEventOnceInOrderAndEndsOnTheTruth(long seed)
      throws InterruptedException {
    var random = new Random(seed);
    var workspaces = new ArrayList<WorkspaceId>();
    for (var i = 0; i < 5; i++) workspaces.add(feeds.workspace());
    var clients = new ArrayList<Client>();
    for (var i = 0; i < 10; i++) clients.add(new Client(i % 2));
    var total = 300;
    for (var i = 0; i < total; i++) {
      feeds.change(workspaces.get(random.nextInt(workspaces.size())));
      clients.get(random.nextInt(clients.size())).disturb(random);
    }
    for (var client : clients) client.connectIfCut();
    for (var client : clients) {
      await(
          () -> {
            client.breathe();
            return client.has(total);
          });
    }
    var truth = present(workspaces);
    for (var client : clients) {
      assertThat(client.story().events())
          .isEqualTo(LongStream.rangeClosed(1, total).boxed().toList());
      await(() -> client.story().names().equals(truth));
    }
    assertThat(clients.getFirst().story().lastId()).isEqualTo("epoch." + total);
  }

  private void awaitPresent(List<WorkspaceId> workspaces, Supplier<String> received) {
    var truth = present(workspaces);
    await(() -> Story.of(received.get()).names().equals(truth));
  }

  private java.util.Map<String, String> present(List<WorkspaceId> workspaces) {
    var names = new java.util.LinkedHashMap<String, String>();
    feeds.database.run(
        tx -> {
          for (var id : workspaces) {
            var n =
                tx.sql()
                    .createQuery("SELECT n FROM counters WHERE id = :id")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .one();
            names.put(id.toString(), "n" + n);
          }
        });
    return names;
  }

  /// A client that reads at its own pace, is cut off now and then, and comes back where it was.
  private final class Client {
    private final int loop;
    private final StringBuilder kept = new StringBuilder();
    private FakeOutlet outlet;
    private boolean cut;

    Client(int loop) {
      this.loop = loop;
      outlet = feeds.follow(loop, "epoch.0");
    }

    void disturb(Random random) {
      switch (random.nextInt(4)) {
        case 0 -> cutOff(random);
        case 1 -> feeds.loops.get(loop).run(() -> outlet.room(random.nextInt(3)));
        case 2 -> breathe();
        default -> connectIfCut();
      }
    }

    void breathe() {
      feeds.loops.get(loop).run(() -> outlet.room(1_000));
    }

    /// The connection breaks somewhere in the bytes: the client keeps only whole messages.
    private void cutOff(Random random) {
      if (cut) return;
      feeds.loops.get(loop).run(outlet::drop);
      var got = outlet.received();
      var end = got.isEmpty() ? -1 : got.lastIndexOf("\n\n", random.nextInt(got.length()));
      if (end >= 0) kept.append(got, 0, end + 2);
      cut = true;
    }

    void connectIfCut() {
      if (!cut) return;
      var last = Story.of(kept.toString()).lastId();
      outlet = feeds.follow(loop, last.isEmpty() ? "epoch.0" : last);
      cut = false;
    }

    /// Whether it has just been sent what came last.
    boolean has(int seq) {
      return outlet.last().contains("id: epoch." + seq + "\nevent: snapshot");
    }

    Story story() {
      return Story.of(kept + (cut ? "" : outlet.received()));
    }
  }
}
