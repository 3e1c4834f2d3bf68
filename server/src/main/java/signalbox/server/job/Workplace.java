package signalbox.server.job;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import signalbox.server.id.JobId;

/// Where jobs of one kind are carried out. Thread-safe; its calls block.
public interface Workplace {
  /// Takes the oldest job of its kind that waits.
  ///
  /// @param worker who works on it from now on
  Optional<Task> next(UUID worker);

  /// A worker's sign of life for the jobs that it works on.
  void beat(UUID worker, Collection<JobId> working);

  /// Fails the jobs of its kind whose worker has been silent for too long.
  ///
  /// @return how many
  int reap();
}
