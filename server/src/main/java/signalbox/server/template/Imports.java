package signalbox.server.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.db.Database;
import signalbox.server.db.Tx;
import signalbox.server.file.Uploads;
import signalbox.server.id.FileId;
import signalbox.server.id.JobId;
import signalbox.server.job.Job;
import signalbox.server.job.JobLogs;
import signalbox.server.job.Jobs;
import signalbox.server.job.Line;
import signalbox.server.job.Task;
import signalbox.server.job.Workplace;
import signalbox.server.template.yaml.Parsed;
import signalbox.server.template.yaml.TemplateFile;

/// Where versions of templates are imported: their file is read, and either becomes what the
/// version makes, or the job fails with all that is wrong in its log. Thread-safe.
public final class Imports implements Workplace {
  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
  private static final String README = "README.md";
  private static final String SETUP = "Setting up";
  private static final String READING = "Reading " + TemplateFile.NAME;

  private final VersionStore store = new VersionStore();
  private final Database database;
  private final Uploads uploads;
  private final Jobs jobs;
  private final JobLogs logs;
  private final InstantSource clock;

  public Imports(Database database, Uploads uploads, Jobs jobs, JobLogs logs, InstantSource clock) {
    this.database = database;
    this.uploads = uploads;
    this.jobs = jobs;
    this.logs = logs;
    this.clock = clock;
  }

  @Override
  public Optional<Task> next(UUID worker) {
    var taken =
        database.write(tx -> jobs.acquire(tx, Job.IMPORT, worker).map(job -> take(tx, job)));
    taken.ifPresent(version -> logs.tell(version.job().id(), false));
    return taken.map(
        version ->
            new Task(
                version.job().id(),
                () -> carryOut(version, worker),
                error -> fail(version.job().id(), error, (_, job) -> belongsTo(job, worker))));
  }

  private TemplateVersion take(Tx tx, JobId job) {
    var version = store.findByJob(tx, job).orElseThrow();
    log(tx, job, Line.info(SETUP, "Import of version " + version.name() + "."));
    return version;
  }

  private void carryOut(TemplateVersion version, UUID worker) {
    var read = read(Objects.requireNonNull(version.job().fileId()));
    end(
        version.job().id(),
        (_, job) -> belongsTo(job, worker),
        (tx, job) -> {
          if (job.canceledAt() != null) {
            log(tx, job.id(), Line.info("Canceled", "The import was canceled."));
            jobs.complete(tx, job.id());
          } else {
            conclude(tx, version, read);
          }
        });
  }

  private void conclude(Tx tx, TemplateVersion version, ImportResult read) {
    var job = version.job().id();
    switch (read) {
      case ImportResult.Read(var spec, var readme) -> {
        store.imported(tx, version.id(), spec, readme, clock.instant());
        logs.append(tx, job, Summary.of(spec));
        jobs.complete(tx, job);
      }
      case ImportResult.Unreadable(var lines, var error) -> {
        logs.append(tx, job, lines.stream().map(line -> Line.error(READING, line)).toList());
        jobs.fail(tx, job, error);
      }
    }
  }

  private ImportResult read(FileId file) {
    try {
      var top = uploads.topLevel(file, Set.of(TemplateFile.NAME, README), TemplateFile.BYTES_MAX);
      var readme =
          top.content(README)
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD'))
              .orElse("");
      return top.content(TemplateFile.NAME)
          .map(TemplateFile::parse)
          .map(
              parsed ->
                  switch (parsed) {
                    case Parsed.Good(var spec) -> new ImportResult.Read(spec, readme);
                    case Parsed.Bad(var faults) -> ImportResult.unreadable(faults);
                  })
          .orElseGet(() -> ImportResult.missing(top.names()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fail(JobId id, String error, BiPredicate<Tx, Job> still) {
    end(
        id,
        still,
        (tx, job) -> {
          log(tx, job.id(), Line.error("Failed", error));
          jobs.fail(tx, job.id(), error);
        });
  }

  /// Ends a job, unless it was taken away from who wants that.
  private void end(JobId id, BiPredicate<Tx, Job> still, BiConsumer<Tx, Job> work) {
    database.run(
        tx -> {
          var job = jobs.lock(tx, id);
          if (still.test(tx, job)) work.accept(tx, job);
        });
    logs.tell(id, true);
  }

  @Override
  public void beat(UUID worker, Collection<JobId> working) {
    database.run(tx -> jobs.beat(tx, worker, working));
  }

  @Override
  public int reap() {
    var abandoned = database.read(tx -> jobs.abandoned(tx, Job.IMPORT));
    for (var job : abandoned) {
      LOG.warn("Import {} failed: its worker went silent.", job);
      fail(
          job,
          "The server that worked on this import has not been heard of for "
              + Jobs.SILENCE_MAX.toSeconds()
              + " s. Try again.",
          (tx, locked) -> jobs.abandoned(tx, Job.IMPORT).contains(locked.id()));
    }
    return abandoned.size();
  }

  private void log(Tx tx, JobId job, Line line) {
    logs.append(tx, job, List.of(line));
  }

  private static boolean belongsTo(Job job, UUID worker) {
    return !job.isDone() && worker.equals(job.workerId());
  }
}
