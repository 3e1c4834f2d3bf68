package signalbox.cli.watch;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signalbox.cli.api.Api;
import signalbox.cli.api.Pauses;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.ServerEvent;
import signalbox.cli.terminal.Screen;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.BadJson;
import signalbox.wire.Json;
import signalbox.wire.Workspace;

/// Watches until its goal is reached, its time is over, or nobody reads it any more. Its one thread
/// takes the news of a [Feed] and shows them.
///
/// @param owner a user name, or `me`
/// @param goal null to watch without end
/// @param timeout null to watch without limit
/// @param json whether each event is printed as it is
public record Watch(
    String owner,
    Selection selection,
    @Nullable Goal goal,
    @Nullable Duration timeout,
    boolean json) {
  private static final int NEWS_MAX = 64;

  /// Times such as "12s ago" get old.
  private static final Duration REFRESH = Duration.ofSeconds(1);

  /// How long a picture stands at least, so that a burst is drawn once.
  private static final Duration BURST = Duration.ofMillis(100);

  public Exit run(Api api, Terminal terminal, Clock clock, Pauses pauses)
      throws InterruptedException {
    var news = new ArrayBlockingQueue<News>(NEWS_MAX);
    var view = view(api, terminal, clock);
    // Ctrl-C leaves the terminal as it was.
    var cleaning = new Thread(view::close);
    Runtime.getRuntime().addShutdownHook(cleaning);
    try (view;
        var feed = new Feed(api, owner, pauses, news)) {
      feed.start();
      var verdict = new Run(view, terminal, clock, news).untilTheEnd();
      view.close();
      if (!verdict.sentence().isEmpty()) terminal.say(verdict.sentence());
      return verdict.exit();
    } finally {
      Runtime.getRuntime().removeShutdownHook(cleaning);
    }
  }

  private View view(Api api, Terminal terminal, Clock clock) {
    if (json) return new JsonView(terminal, selection);
    return terminal.live()
        ? new LiveView(new Screen(terminal), clock, selection, api.server().toString())
        : new LineView(terminal, clock, selection);
  }

  /// One run of it.
  private final class Run {
    private final View view;
    private final Terminal terminal;
    private final Clock clock;
    private final BlockingQueue<News> news;
    private final @Nullable Instant end;
    private Instant due;
    private boolean changed;

    Run(View view, Terminal terminal, Clock clock, BlockingQueue<News> news) {
      this.view = view;
      this.terminal = terminal;
      this.clock = clock;
      this.news = news;
      end = timeout == null ? null : clock.instant().plus(timeout);
      due = clock.instant().plus(BURST);
    }

    Goal.Verdict untilTheEnd() throws InterruptedException {
      while (true) {
        var next = news.poll(patience().toNanos(), TimeUnit.NANOSECONDS);
        var verdict = next == null ? Optional.<Goal.Verdict>empty() : take(next);
        if (verdict.isPresent() || !clock.instant().isBefore(due)) refresh();
        if (verdict.isPresent()) return verdict.get();
        if (isOver()) return timedOut();
        if (terminal.out().checkError()) return new Goal.Verdict(Exit.OK, "");
      }
    }

    private Duration patience() {
      var until = end != null && end.isBefore(due) ? end : due;
      var left = Duration.between(clock.instant(), until);
      return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean isOver() {
      return end != null && !clock.instant().isBefore(end);
    }

    private Goal.Verdict timedOut() {
      return goal == null ? new Goal.Verdict(Exit.TIMED_OUT, "The time is over.") : goal.timedOut();
    }

    private void refresh() {
      view.refresh();
      changed = false;
      due = clock.instant().plus(REFRESH);
    }

    private Optional<Goal.Verdict> take(News next) {
      var soon = clock.instant().plus(BURST);
      if (!changed && soon.isBefore(due)) due = soon;
      changed = true;
      return switch (next) {
        case News.Opened(var fresh) -> {
          view.opened(fresh);
          yield Optional.empty();
        }
        case News.Cut(var why) -> {
          view.cut(why);
          yield Optional.empty();
        }
        case News.Ended(var why) -> throw why;
        case News.Told(var event) -> take(event);
      };
    }

    private Optional<Goal.Verdict> take(ServerEvent event) {
      if (event.type().equals("ping")) return Optional.empty();
      view.event(event);
      if (!event.type().equals("snapshot")) return Optional.empty();
      var workspace = read(event);
      if (!selection.has(workspace)) return Optional.empty();
      view.snapshot(workspace);
      return goal == null ? gone(workspace) : goal.judge(workspace);
    }

    /// Nothing more comes of the one workspace that is watched.
    private Optional<Goal.Verdict> gone(Workspace workspace) {
      return selection.workspace() != null && workspace.latestBuild().status().equals("deleted")
          ? Optional.of(new Goal.Verdict(Exit.OK, "It is deleted."))
          : Optional.empty();
    }

    private static Workspace read(ServerEvent event) {
      try {
        return Json.read(event.data().getBytes(StandardCharsets.UTF_8), Workspace.class);
      } catch (BadJson e) {
        throw new Failure(Exit.FAILED, "The server sent something that is no workspace.", e);
      }
    }
  }
}
