/// Watching: who is told what changed, and shown the present.
///
/// State is truth, an event is a hint. Each watched owner has one [OwnerFeed] on this replica. A
/// hint (a local commit, the bus, a doubt) makes it read what the log has beyond its position
/// together with the workspaces that changed, in one frozen moment: a [Tick]. A tick is encoded
/// once and shown to all watchers of the owner, loop by loop.
///
/// Promises:
/// 1. All watchers of an owner see the same order: the log's, which is the commit order.
/// 2. A watcher that stays ends at the newest state: it joins before its first read counts, a lost
///    hint is found by the periodic comparison with the log, and a slow one is shown the present
///    when it has room again.
/// 3. A follower of events gets each event once, in order, without a hole, however often it was
///    slow or cut off: its place in the log is one number, and what it lacks is read from the log.
/// 4. Reads per change do not depend on the number of watchers: one tick is read at a time, and the
///    next begins when it is out.
/// 5. A watcher costs a bounded amount of memory: a position, never a queue. Who does not read is
///    cut off by its outlet.
/// 6. Locks: none is held during I/O. A loop owns its audience; a feed's reader owns its position.
@NullMarked
package signalbox.server.watch;

import org.jspecify.annotations.NullMarked;
