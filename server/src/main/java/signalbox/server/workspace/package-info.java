/// Workspaces: named places of a user where apps and agents work. A workspace is what its newest
/// build made of it, with what its apps said last.
@NullMarked
package signalbox.server.workspace;

import org.jspecify.annotations.NullMarked;
