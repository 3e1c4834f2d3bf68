package signalbox.server.db;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.event.LoggedEvent;
import signalbox.server.id.AgentId;
import signalbox.server.id.AppId;
import signalbox.server.id.AppStatusId;
import signalbox.server.id.BuildId;
import signalbox.server.id.FileId;
import signalbox.server.id.Id;
import signalbox.server.id.JobId;
import signalbox.server.id.LogSourceId;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.ResourceId;
import signalbox.server.id.ScriptId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// Runs work in transactions, and tells of events only after they are true.
///
/// Reads see one frozen moment (repeatable read); writes are read-committed, take locks where it
/// matters, and lock the counters of event owners last. Thread-safe.
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Jdbi writes;
  private final Jdbi reads;
  private final InstantSource clock;
  private final Consumer<List<LoggedEvent>> afterCommit;
  private final EventLogStore log = new EventLogStore();

  /// @param writes connections that autocommit until told otherwise, read committed
  /// @param reads connections that are read-only with repeatable read
  /// @param afterCommit is told of the events of each transaction, in its thread, after its commit;
  ///   must not block
  public Database(
      DataSource writes,
      DataSource reads,
      InstantSource clock,
      Consumer<List<LoggedEvent>> afterCommit) {
    this(jdbi(writes), jdbi(reads), clock, afterCommit);
  }

  private Database(
      Jdbi writes, Jdbi reads, InstantSource clock, Consumer<List<LoggedEvent>> afterCommit) {
    this.writes = writes;
    this.reads = reads;
    this.clock = clock;
    this.afterCommit = afterCommit;
  }

  /// The same database, read over other connections.
  ///
  /// @param others connections as for reading in the constructor
  public Database readingOver(DataSource others) {
    return new Database(writes, jdbi(others), clock, afterCommit);
  }

  /// @throws DatabaseUnavailable when PostgreSQL cannot be reached; whether a commit under way
  ///   succeeded is then not known
  public <R> R write(Function<Tx, R> work) {
    return writeLogged(
        tx -> {
          var result = work.apply(tx);
          return new Logged<>(result, log(tx));
        });
  }

  /// As [#write] for work without a result.
  public void run(Consumer<Tx> work) {
    write(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /// Reads one frozen moment. Writing in it fails.
  ///
  /// @throws DatabaseUnavailable when PostgreSQL cannot be reached
  public <R> R read(Function<Tx, R> work) {
    return guarded(() -> reads.inTransaction(handle -> work.apply(new Tx(handle))));
  }

  /// Writes that keep the log themselves, many reports in one transaction.
  ///
  /// @param work answers what it did and the events that it appended to the log
  public <R> R writeLogged(Function<Tx, Logged<R>> work) {
    var done = guarded(() -> writes.inTransaction(handle -> work.apply(new Tx(handle))));
    tell(done.events());
    return done.result();
  }

  /// The commit stands whether or not anybody can be told of it.
  private void tell(List<LoggedEvent> events) {
    try {
      if (!events.isEmpty()) afterCommit.accept(events);
    } catch (RuntimeException e) {
      LOG.error("Events were committed, but not announced; comparing with the log finds them.", e);
    }
  }

  /// What [#writeLogged] did.
  public record Logged<R>(R result, List<LoggedEvent> events) {}

  private List<LoggedEvent> log(Tx tx) {
    var announced = tx.announced();
    if (announced.isEmpty()) return List.of();
    var last = log.lock(tx, announced.stream().map(e -> e.owner()).distinct().toList());
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var events = new ArrayList<LoggedEvent>();
    for (var event : announced) {
      var seq = last.merge(event.owner(), 1L, Long::sum);
      events.add(
          new LoggedEvent(
              event.owner(), seq, event.kind().wire(), event.workspace(), event.agent(), at));
    }
    log.append(tx, events);
    log.advance(tx, last);
    return events;
  }

  private static <R> R guarded(java.util.function.Supplier<R> work) {
    try {
      return work.get();
    } catch (JdbiException e) {
      throw DatabaseUnavailable.ifSo(e);
    }
  }

  private static Jdbi jdbi(DataSource source) {
    var jdbi = Jdbi.create(source).registerArgument(new IdArguments());
    jdbi.registerArrayType(UUID.class, "uuid");
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(Long.class, "bigint");
    jdbi.registerArrayType(Integer.class, "integer");
    jdbi.registerArrayType(Boolean.class, "boolean");
    jdbi.registerArrayType(Instant.class, "timestamptz");
    id(jdbi, AgentId.class, AgentId::new);
    id(jdbi, AppId.class, AppId::new);
    id(jdbi, AppStatusId.class, AppStatusId::new);
    id(jdbi, BuildId.class, BuildId::new);
    id(jdbi, FileId.class, FileId::new);
    id(jdbi, JobId.class, JobId::new);
    id(jdbi, LogSourceId.class, LogSourceId::new);
    id(jdbi, OrganizationId.class, OrganizationId::new);
    id(jdbi, ResourceId.class, ResourceId::new);
    id(jdbi, ScriptId.class, ScriptId::new);
    id(jdbi, TemplateId.class, TemplateId::new);
    id(jdbi, TemplateVersionId.class, TemplateVersionId::new);
    id(jdbi, UserId.class, UserId::new);
    id(jdbi, WorkspaceId.class, WorkspaceId::new);
    return jdbi;
  }

  private static <I extends Id> void id(Jdbi jdbi, Class<I> type, Function<UUID, I> of) {
    jdbi.registerColumnMapper(
        type,
        (rs, column, _) -> {
          var value = rs.getObject(column, UUID.class);
          return value == null ? null : of.apply(value);
        });
  }

  private static final class IdArguments extends AbstractArgumentFactory<Id> {
    IdArguments() {
      super(java.sql.Types.OTHER);
    }

    @Override
    protected Argument build(Id id, ConfigRegistry config) {
      return (position, statement, _) -> statement.setObject(position, id.value());
    }
  }
}
