/// Which agents are connected: the sockets that this replica holds, and what is noted of them.
///
/// 1. A connection is noted before the first call on it is answered, and its end is noted whatever
///    ends it; if the database is away then, as soon as it is back.
/// 2. Of several connections of one agent the one that was noted last counts. The others are ended,
///    on whichever replica they are, and their ends say nothing about it.
/// 3. A sign of life is an answer to a ping, or a call. Who shows none for 30 seconds is ended.
/// 4. When an agent's build is over, its sockets end within five seconds.
/// 5. The database sees at most one write each second for the signs of life of all agents.
@NullMarked
package signalbox.server.connection;

import org.jspecify.annotations.NullMarked;
