/// The keys with which users' workspaces reach git servers. The database has only their public
/// halves.
@NullMarked
package signalbox.server.gitssh;

import org.jspecify.annotations.NullMarked;
