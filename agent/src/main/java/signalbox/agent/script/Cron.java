package signalbox.agent.script;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.agent.time.Subscription;
import signalbox.agent.time.Ticker;

/// Times by the five fields of crontab(5), in the machine's time zone, or in another one after
/// `CRON_TZ=<zone> `.
final class Cron {
  private static final String ZONE = "CRON_TZ=";

  private final ExecutionTime times;
  private final ZoneId zone;
  private final Ticker ticker;

  /// @throws IllegalArgumentException which says what is wrong with the text
  Cron(String text, Ticker ticker) {
    var zoned = text.startsWith(ZONE);
    var fields = zoned ? text.substring(Math.max(text.indexOf(' '), ZONE.length())) : text;
    this.zone =
        zoned ? zone(text.substring(ZONE.length()).split(" ", 2)[0]) : ZoneId.systemDefault();
    var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    this.times = ExecutionTime.forCron(parser.parse(fields.strip()).validate());
    this.ticker = ticker;
  }

  /// The first time after another; empty when there is none any more.
  Optional<Instant> after(Instant instant) {
    return times.nextExecution(instant.atZone(zone)).map(java.time.ZonedDateTime::toInstant);
  }

  /// Runs a task at each of the times.
  Subscription repeat(Runnable task) {
    return new Repetition(task);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone " + name, e);
    }
  }

  /// The next time is looked for only after the one before: a clock that was set means what it says
  /// from then on.
  private final class Repetition implements Subscription {
    private final Runnable task;
    private @Nullable Subscription next;
    private boolean closed;

    Repetition(Runnable task) {
      this.task = task;
      arm();
    }

    private synchronized void arm() {
      if (closed) return;
      var now = ticker.instant();
      next = after(now).map(at -> ticker.after(Duration.between(now, at), this::run)).orElse(null);
    }

    private void run() {
      task.run();
      arm();
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (next != null) next.close();
    }
  }
}
