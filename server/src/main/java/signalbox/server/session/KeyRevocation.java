package signalbox.server.session;

import signalbox.server.db.Tx;
import signalbox.server.id.UserId;
import signalbox.server.user.Revocation;

/// Keys and open streams end with the account that they are of. Thread-safe.
public final class KeyRevocation implements Revocation {
  private final OpenStreams streams;
  private final ApiKeyStore keys = new ApiKeyStore();

  public KeyRevocation(OpenStreams streams) {
    this.streams = streams;
  }

  @Override
  public void revokeKeys(Tx tx, UserId user) {
    keys.deleteAll(tx, user);
  }

  @Override
  public void rightsChanged() {
    streams.rightsChanged();
  }
}
