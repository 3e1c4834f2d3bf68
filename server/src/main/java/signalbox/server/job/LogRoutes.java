package signalbox.server.job;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
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
    var format = call.query("format").filter(text -> !text.isEmpty()).orElse("json");
    var follows = call.query("follow").isPresent();
    check(format, follows);
    if (follows) {
      return new Reply.Socket(
          outlet -> {
            guard.accept(outlet);
            logs.follow(job, after, outlet);
          });
    }
    var lines = logs.after(job, after);
    return format.equals("json") ? Reply.ok(lines) : Reply.text(200, text(lines));
  }

  private static void check(String format, boolean follows) {
    if (!Set.of("json", "text").contains(format))
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Invalid format parameter.",
          "Allowed values are \"json\" and \"text\".");
    if (follows && format.equals("text"))
      throw Refusal.of(
          Refusal.Kind.INVALID,
          "Text format is not supported with follow mode.",
          "Use format=json or omit the follow parameter.");
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
