/// What agents call: dRPC over yamux over a WebSocket, in the words of `agentapi`. Here words
/// become calls of features and their answers become words again; what happens is decided there.
///
/// A call that fails is told why in plain words and leaves the connection as it is. What an agent
/// cannot do without is answered also when there is nothing to say, because agents redial, or
/// crash, over a missing field; the comments say where.
@NullMarked
package signalbox.server.agentrpc;

import org.jspecify.annotations.NullMarked;
