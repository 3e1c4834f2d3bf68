package signalbox.server.appstatus;

import static signalbox.server.http.Method.GET;
import static signalbox.server.http.Method.PATCH;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;
import signalbox.server.http.Call;
import signalbox.server.http.Params;
import signalbox.server.http.Reply;
import signalbox.server.http.Routes;
import signalbox.wire.AppStatusHistory;
import signalbox.wire.FieldError;
import signalbox.wire.PatchAppStatus;

/// HTTP of app statuses: words in, words out.
public final class AppStatusRoutes {
  private final AppStatuses statuses;

  public AppStatusRoutes(AppStatuses statuses) {
    this.statuses = statuses;
  }

  public void register(Routes routes) {
    routes.agent(PATCH, "/api/v2/workspaceagents/me/app-status", this::report);
    routes.session(GET, "/api/v2/workspaces/{workspace}/app-statuses", this::history);
  }

  private Reply report(Call call) {
    var report =
        Reports.parse(
            call.agent(),
            call.body(PatchAppStatus.class),
            call.header("Idempotency-Key"),
            call.body());
    return switch (statuses.report(report)) {
      case ReportResult.Recorded _ -> Reply.nothing();
      case ReportResult.UnknownApp(var slug) ->
          throw Refusal.of(
              Refusal.Kind.INVALID,
              "Failed to get workspace app.",
              "No app found with slug \"" + slug + "\"");
      case ReportResult.StaleAgent _ -> throw Refusal.staleAgent();
      case ReportResult.KeyReused _ ->
          throw Refusal.of(
              Refusal.Kind.CONFLICT,
              "The idempotency key was used with another body.",
              "A key names one report. Use a new one for each report, and the same one only to send the same report again.");
      case ReportResult.Overloaded _ ->
          throw Refusal.unavailable("More reports are waiting than the server can hold.");
    };
  }

  private Reply history(Call call) {
    var page = page(call);
    var found = statuses.history(call.the(Params.WORKSPACE).id(), page);
    var next = found.size() < page.limit() ? null : found.getLast().seq();
    return Reply.ok(new AppStatusHistory(found.stream().map(statuses::wire).toList(), next));
  }

  private static HistoryPage page(Call call) {
    var errors = new ArrayList<FieldError>();
    var after = number(call, "after", 0, Long.MAX_VALUE, errors);
    var before = number(call, "before", 0, Long.MAX_VALUE, errors);
    var limit = number(call, "limit", 1, HistoryPage.LIMIT_MAX, errors);
    var order = call.query("order").orElse("asc");
    if (!List.of("asc", "desc").contains(order)) {
      errors.add(new FieldError("order", "Query param \"order\" must be asc or desc"));
    }
    if (!errors.isEmpty()) throw Refusal.invalid("Query parameters have invalid values.", errors);
    return new HistoryPage(
        emptyIsNull(call.query("app")),
        after.orElse(-1),
        before.orElse(Long.MAX_VALUE),
        order.equals("asc"),
        (int) limit.orElse(HistoryPage.LIMIT_DEFAULT));
  }

  private static @Nullable String emptyIsNull(Optional<String> text) {
    return text.filter(t -> !t.isEmpty()).orElse(null);
  }

  private static OptionalLong number(
      Call call, String name, long min, long max, List<FieldError> errors) {
    var text = call.query(name).orElse("");
    if (text.isEmpty()) return OptionalLong.empty();
    try {
      var value = Long.parseLong(text);
      if (value >= min && value <= max) return OptionalLong.of(value);
    } catch (NumberFormatException e) {
      // Told below, like a number out of range.
    }
    var range =
        max == Long.MAX_VALUE
            ? "a whole number of at least " + min
            : "a whole number from " + min + " to " + max;
    errors.add(new FieldError(name, "Query param \"" + name + "\" must be " + range));
    return OptionalLong.empty();
  }
}
