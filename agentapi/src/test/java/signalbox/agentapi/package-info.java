/// Tests of the messages between agents and the server.
@NullMarked
package signalbox.agentapi;

import org.jspecify.annotations.NullMarked;
