package signalbox.server.user;

import signalbox.server.db.Tx;
import signalbox.server.id.UserId;

/// What ends with a right. Implemented by the feature that knows sessions and streams.
public interface Revocation {
  /// Takes all keys of a user away.
  void revokeKeys(Tx tx, UserId user);

  /// Told after the commit of a change that may have ended somebody's right to watch. Does not
  /// block.
  void rightsChanged();
}
