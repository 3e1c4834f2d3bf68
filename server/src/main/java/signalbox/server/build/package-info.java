/// Builds: numbered transitions of a workspace (start, stop, delete), each carried out by a job.
///
/// Promises:
/// 1. A workspace has at most one build under way: whoever queues one holds the workspace's row.
/// 2. What a build made (resources, agents, apps) becomes visible in the same transaction that ends
///    its job, so nobody sees a running workspace without its agents.
/// 3. Every step (queued, taken, ended in whatever way) is announced in the transaction that makes
///    it true.
/// 4. A job whose worker died fails; it does not stay under way for ever.
///
/// Locks, in this order: the workspace's row, its job's row, the owner's event counter.
@NullMarked
package signalbox.server.build;

import org.jspecify.annotations.NullMarked;
