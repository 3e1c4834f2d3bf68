/// When workspaces were last used: agents say how many connections people have to them.
@NullMarked
package signalbox.server.usage;

import org.jspecify.annotations.NullMarked;
