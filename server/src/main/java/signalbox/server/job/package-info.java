/// Jobs: work that is done beside the requests that ask for it, queued in PostgreSQL, with a log
/// that can be followed.
///
/// A job is pending until a worker takes it, and then that worker's alone. The worker gives a sign
/// of life every few seconds; a job whose worker has been silent for a minute has failed.
@NullMarked
package signalbox.server.job;

import org.jspecify.annotations.NullMarked;
