/// Organizations: groups of users that templates and workspaces belong to.
@NullMarked
package signalbox.server.organization;

import org.jspecify.annotations.NullMarked;
