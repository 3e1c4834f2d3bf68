/// The agent: it runs inside a workspace, does there what its server's manifest says, and tells how
/// that goes.
///
/// ```
/// Agent            what there is from the start of the process to its end
///   line           the connection, dialled again and again
///   Conversation   what is said on one connection
///   script, metadata, health, machine, local      what the agent does; each knows no connection
///   outgoing       what waits in between
/// ```
///
/// Promises:
/// 1. What is done in the workspace does not depend on the line. What there is to tell waits in
///    bounded queues; where one overflows, the oldest goes and what was lost is counted.
/// 2. A lifecycle state is told until the server has answered, in order, and always with the time
///    at which it began; so a repetition can be recognised.
/// 3. A line whose server is silent is given up within 40 seconds.
/// 4. When the agent stops, so does all that it has started.
@NullMarked
package signalbox.agent;

import org.jspecify.annotations.NullMarked;
