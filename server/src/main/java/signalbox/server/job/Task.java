package signalbox.server.job;

import java.util.function.Consumer;
import signalbox.server.id.JobId;

/// A job that a worker has taken.
///
/// @param finish carries it out and ends it well
/// @param fail ends it badly, for the reason that is given
public record Task(JobId job, Runnable finish, Consumer<String> fail) {}
