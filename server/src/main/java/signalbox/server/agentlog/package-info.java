/// What agents say: lines with a level, each from a source, kept until some days after the agent
/// was last heard of.
@NullMarked
package signalbox.server.agentlog;

import org.jspecify.annotations.NullMarked;
