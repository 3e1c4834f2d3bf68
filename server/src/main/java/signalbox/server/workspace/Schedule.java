package signalbox.server.workspace;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a workspace starts by itself: the five fields of crontab(5), of which day of month and
/// month are `*`, optionally after `CRON_TZ=<zone> `. Kept as sent.
final class Schedule {
  private static final String ZONE = "CRON_TZ=";
  private static final int LENGTH_MAX = 256;
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private Schedule() {}

  /// What is wrong with a text; nothing with none and with an empty one, which mean never.
  static Optional<String> fault(@Nullable String text) {
    if (text == null || text.isEmpty()) return Optional.empty();
    var zoned = text.startsWith(ZONE);
    var fields = text.strip().split("\\s+");
    var first = zoned ? 1 : 0;
    if (fields.length != first + 5 || text.length() > LENGTH_MAX) {
      return Optional.of(
          "validate weekly schedule: expected schedule to consist of 5 fields with an optional"
              + " CRON_TZ=<timezone> prefix");
    }
    if (!fields[first + 2].equals("*") || !fields[first + 3].equals("*")) {
      return Optional.of("validate weekly schedule: expected day-of-month and month to be *");
    }
    if (zoned && !isZone(fields[0].substring(ZONE.length()))) {
      var zone = fields[0].substring(ZONE.length());
      return Optional.of(
          "parse schedule: provided bad location " + zone + ": unknown time zone " + zone);
    }
    return parseFault(String.join(" ", Arrays.copyOfRange(fields, first, first + 5)));
  }

  /// The first moment after another one that a schedule names; empty when it names none any more.
  ///
  /// @param text one without a fault
  static Optional<Instant> next(String text, Instant after) {
    var fields = text.strip();
    ZoneId zone = ZoneOffset.UTC;
    if (fields.startsWith(ZONE)) {
      var end = fields.indexOf(' ');
      zone = ZoneId.of(fields.substring(ZONE.length(), end));
      fields = fields.substring(end).strip();
    }
    return ExecutionTime.forCron(PARSER.parse(fields))
        .nextExecution(after.atZone(zone))
        .map(ZonedDateTime::toInstant);
  }

  private static boolean isZone(String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone);
  }

  private static Optional<String> parseFault(String fields) {
    try {
      PARSER.parse(fields).validate();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("parse schedule: " + e.getMessage());
    }
  }
}
