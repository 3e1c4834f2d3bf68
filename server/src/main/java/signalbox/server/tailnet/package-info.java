/// What desktop clients ask over `/api/v2/tailnet`: which workspaces and agents a user has, first
/// all, then each difference.
@NullMarked
package signalbox.server.tailnet;

import org.jspecify.annotations.NullMarked;
