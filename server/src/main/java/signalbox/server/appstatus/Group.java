package signalbox.server.appstatus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signalbox.server.event.Kind;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.AppStatusId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.liveness.Lease;

/// What a group of reports comes to, decided one after the other without touching the database.
/// Belongs to one transaction.
final class Group {
  /// What a report is about.
  record Slug(AgentId agent, String slug) {}

  /// An app of an agent that may speak.
  ///
  /// @param app null when the agent has no app of this slug
  /// @param newest what the app said last, over all builds; null when it never spoke
  record Target(Slug slug, @Nullable AppId app, WorkspaceId workspace, @Nullable Newest newest) {}

  /// The newest status of an app, as far as another report is compared with it.
  record Newest(
      AgentId agent,
      long seq,
      String state,
      String message,
      @Nullable String uri,
      boolean needsUserAttention) {}

  record AgentKey(AgentId agent, String key) {}

  record NewKey(AgentKey key, String bodySha256) {}

  /// A status row that this group adds, or an older one that it counts up.
  static final class Row {
    final AppId app;
    final WorkspaceId workspace;
    final AppStatusId id;
    final Newest status;
    final boolean isNew;
    @Nullable Integer leaseSeconds;
    int reports;

    Row(AppId app, WorkspaceId workspace, Newest status, boolean isNew) {
      this.app = app;
      this.workspace = workspace;
      this.id = AppStatusId.next();
      this.status = status;
      this.isNew = isNew;
    }

    /// When to look whether it can still be believed, if no connection holds it.
    Instant checkAt(Instant reportedAt) {
      return reportedAt.plus(Lease.asked(leaseSeconds));
    }
  }

  private final Map<UserId, Long> last;
  private final Map<Slug, Target> targets;
  private final Map<AgentKey, String> keys;
  private final Instant at;
  private final Map<AppId, Row> newestRows = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<LoggedEvent> events = new ArrayList<>();
  private final List<NewKey> newKeys = new ArrayList<>();
  private final Set<WorkspaceId> atWork = new HashSet<>();

  /// @param last the owners' newest event numbers, locked
  /// @param targets what the reports are about; agents that may no longer speak are missing
  /// @param keys SHA-256 of the body that each known idempotency key came with
  Group(Map<UserId, Long> last, Map<Slug, Target> targets, Map<AgentKey, String> keys, Instant at) {
    this.last = last;
    this.targets = targets;
    this.keys = new HashMap<>(keys);
    this.at = at;
  }

  ReportResult decide(Report report) {
    var target = targets.get(new Slug(report.agent().agent(), report.slug()));
    if (target == null) return new ReportResult.StaleAgent();
    var key = report.key();
    if (key != null) {
      var known = keys.get(new AgentKey(report.agent().agent(), key.text()));
      if (known != null) {
        return known.equals(key.bodySha256())
            ? new ReportResult.Recorded()
            : new ReportResult.KeyReused();
      }
    }
    if (target.app() == null) return new ReportResult.UnknownApp(report.slug());
    if (key != null) remember(new AgentKey(report.agent().agent(), key.text()), key.bodySha256());
    append(report, target.app(), target);
    return new ReportResult.Recorded();
  }

  private void remember(AgentKey key, String bodySha256) {
    keys.put(key, bodySha256);
    newKeys.add(new NewKey(key, bodySha256));
  }

  private void append(Report report, AppId app, Target target) {
    var agent = report.agent();
    var seq = last.merge(agent.owner(), 1L, Long::sum);
    events.add(
        new LoggedEvent(
            agent.owner(), seq, Kind.APP_STATUS.wire(), agent.workspace(), agent.agent(), at));
    var said =
        new Newest(
            agent.agent(),
            seq,
            report.state().wire(),
            report.message(),
            report.uri(),
            report.needsUserAttention());
    var row = newestRows.get(app);
    if (row == null && target.newest() != null)
      row = new Row(app, agent.workspace(), target.newest(), false);
    if (works(said) || (row != null && works(row.status))) atWork.add(agent.workspace());
    if (row == null || !isRepeat(row.status, said))
      row = new Row(app, agent.workspace(), said, true);
    if (newestRows.put(app, row) != row) rows.add(row);
    row.reports++;
    row.leaseSeconds = report.leaseSeconds();
  }

  private static boolean works(Newest status) {
    return status.state().equals(State.WORKING.wire());
  }

  /// Whether an app says the same again, in the same build.
  private static boolean isRepeat(Newest previous, Newest status) {
    return previous.agent().equals(status.agent())
        && previous.state().equals(status.state())
        && previous.message().equals(status.message())
        && Objects.equals(previous.uri(), status.uri())
        && previous.needsUserAttention() == status.needsUserAttention();
  }

  Instant at() {
    return at;
  }

  List<LoggedEvent> events() {
    return events;
  }

  List<NewKey> newKeys() {
    return newKeys;
  }

  Set<WorkspaceId> atWork() {
    return atWork;
  }

  List<Row> newRows() {
    return rows.stream().filter(row -> row.isNew).toList();
  }

  List<Row> repeatedRows() {
    return rows.stream().filter(row -> !row.isNew).toList();
  }

  /// The newest row of each app that only said again what it had said before.
  List<Row> heardRows() {
    return newestRows.values().stream().filter(row -> !row.isNew).toList();
  }

  /// The newest row of each app to which something new was said.
  Collection<Row> newestRows() {
    return newestRows.values().stream().filter(row -> row.isNew).toList();
  }

  Map<UserId, Long> last() {
    return new LinkedHashMap<>(last);
  }
}
