/// Following all workspaces of an owner, live.
@NullMarked
package signalbox.cli.watch;

import org.jspecify.annotations.NullMarked;
