package signalbox.server.job;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.LogFormat;
import signalbox.server.http.Reply;
import signalbox.server.id.JobId;
import signalbox.server.stream.Outlet;
import signalbox.wire.FieldError;
import signalbox.wire.ProvisionerJobLog;

/// HTTP of the logs of jobs, for the routes of what the jobs are about.
public final class LogRoutes {
  private final JobLogs logs;

  public LogRoutes(JobLogs logs) {
    this.logs = logs;
  }

  /// The lines of a job as the query has it: JSON, text, or followed on a WebSocket.
  ///
  /// @param guard sees to it that the stream ends when its reader loses the right to it
  public Reply answer(Call call, JobId job, Consumer<Outlet> guard) {
    var after = after(call);
    return switch (LogFormat.of(call)) {
      case JSON -> Reply.ok(logs.after(job, after));
      case TEXT -> Reply.text(200, text(logs.after(job, after)));
      case FOLLOW ->
          new Reply.Socket(
              outlet -> {
                guard.accept(outlet);
                logs.follow(job, after, outlet);
              });
    };
  }

  private static long after(Call call) {
    var text = Optional.of(call.query("after").orElse("")).filter(t -> !t.isEmpty()).orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.invalid(
          "Query param \"after\" must be an integer.",
          new FieldError("after", "Must be an integer"));
    }
  }

  private static String text(List<ProvisionerJobLog> lines) {
    return lines.stream()
        .map(
            line ->
                "%s [%s] [provisioner|%s] %s\n"
                    .formatted(line.createdAt(), line.logLevel(), line.stage(), line.output()))
        .collect(joining());
  }
}
