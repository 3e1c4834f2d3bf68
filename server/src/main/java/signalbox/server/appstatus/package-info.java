/// App statuses: what apps say about their own work.
///
/// A report is parsed at the edge ([AppStatusRoutes]), put into the queue of [Ingest], and
/// committed together with all that have gathered meanwhile. Promises:
/// 1. A report that was answered 200 is on disk.
/// 2. Reports of one owner have the order of their numbers, which is the commit order.
/// 3. A report retried with the same idempotency key is stored once.
/// 4. One report of a batch that cannot be stored does not harm the others.
/// 5. The queue is bounded; who finds it full is told to come again (503).
@NullMarked
package signalbox.server.appstatus;

import org.jspecify.annotations.NullMarked;
