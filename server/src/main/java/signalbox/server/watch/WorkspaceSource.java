package signalbox.server.watch;

import java.util.Collection;
import java.util.List;
import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.Workspace;

/// Reads whole workspaces, as their owner sees them. Implemented by the workspace feature.
public interface WorkspaceSource {
  /// These workspaces, deleted ones too; what does not exist is left out.
  List<Workspace> workspaces(Tx tx, Collection<WorkspaceId> ids);

  /// All workspaces of an owner that are not deleted.
  List<WorkspaceId> ownedBy(Tx tx, UserId owner);
}
