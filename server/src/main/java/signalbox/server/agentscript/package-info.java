/// What agents run: scripts of their templates, and how their runs ended.
@NullMarked
package signalbox.server.agentscript;

import org.jspecify.annotations.NullMarked;
