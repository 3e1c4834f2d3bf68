package signalbox.cli.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import signalbox.cli.api.Api;
import signalbox.cli.api.BackOff;
import signalbox.cli.api.Pauses;
import signalbox.cli.api.Problems;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Connection;
import signalbox.cli.http.EventReader;
import signalbox.cli.http.Request;
import signalbox.cli.http.Unreachable;

/// All that happens to an owner's workspaces, read by a thread of its own, which comes back when it
/// is cut off.
///
/// Promises:
/// 1. After a cut it goes on where it was, or says that it begins with the present.
/// 2. What cannot get better by itself ends it: a right that is gone, a server that was never
///    there.
/// 3. It reads no faster than its news are taken.
final class Feed implements AutoCloseable {
  /// Three pings missed.
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;

  private final Api api;
  private final String owner;
  private final Pauses pauses;
  private final BlockingQueue<News> news;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, PAUSE_MAX, ThreadLocalRandom.current());
  private final Thread thread;
  private volatile @Nullable Connection connection;
  private boolean wasOpen;

  /// Where it can be gone on; empty when the stream is to begin with the present.
  private String lastEventId = "";

  /// @param owner a user name, or `me`
  /// @param news where they are put; bounded
  Feed(Api api, String owner, Pauses pauses, BlockingQueue<News> news) {
    this.api = api;
    this.owner = owner;
    this.pauses = pauses;
    this.news = news;
    thread = Thread.ofPlatform().daemon().name("feed").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      follow();
    } catch (InterruptedException e) {
      // Nobody wants to know any more.
    }
  }

  private void follow() throws InterruptedException {
    while (true) {
      try (var stream = open()) {
        connection = stream;
        read(stream);
      } catch (Failure e) {
        news.put(new News.Ended(e));
        return;
      } catch (Unreachable e) {
        if (!wasOpen) {
          news.put(new News.Ended(Problems.unreachable(api.server(), e)));
          return;
        }
        news.put(new News.Cut(Problems.unreachable(api.server(), e).sentence()));
      } catch (IOException e) {
        news.put(new News.Cut("The connection to " + api.server() + " broke."));
      }
      pauses.pause(backOff.next());
    }
  }

  private Connection open() throws IOException, InterruptedException {
    var target = "/api/v2/users/" + Api.segment(owner) + "/workspace-events";
    var request = new Request("GET", target).with("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) request = request.with("Last-Event-ID", lastEventId);
    var stream = api.open(request, SILENCE);
    try {
      check(stream);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
    wasOpen = true;
    news.put(new News.Opened(lastEventId.isEmpty()));
    return stream;
  }

  private void check(Connection stream) throws IOException {
    var status = stream.head().status();
    if (status == 200) {
      if (isEventStream(stream)) return;
      throw Failure.failed(
          "What answers at "
              + api.server()
              + " has no stream of workspace events; it is no Signalbox, or one of another age.");
    }
    var answer = stream.answer();
    if (status == TOO_MANY || status >= SERVER_ERRORS) throw new IOException(Problems.told(answer));
    throw Problems.refused(api.server(), answer);
  }

  private static boolean isEventStream(Connection stream) {
    return stream
        .head()
        .header("Content-Type")
        .filter(type -> type.startsWith("text/event-stream"))
        .isPresent();
  }

  private void read(Connection stream) throws IOException, InterruptedException {
    var events = new EventReader(stream.body());
    while (true) {
      var event = events.next();
      backOff.reset();
      if (!event.id().isEmpty()) lastEventId = event.id();
      news.put(new News.Told(event));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    var open = connection;
    if (open != null) open.close();
  }
}
