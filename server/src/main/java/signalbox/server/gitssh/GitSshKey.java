package signalbox.server.gitssh;

import java.time.Instant;
import signalbox.server.id.UserId;

/// A user's key, as stored.
///
/// @param number how many the user has had, with this one
/// @param publicKey a line as in a file of authorized keys
record GitSshKey(
    UserId userId, int number, String publicKey, Instant createdAt, Instant updatedAt) {

  signalbox.wire.GitSshKey wire() {
    return new signalbox.wire.GitSshKey(userId.value(), createdAt, updatedAt, publicKey);
  }
}
