package signalbox.wire;

import java.time.Instant;
import java.util.UUID;

/// The key with which a user's workspaces reach git servers, as its user sees it.
///
/// @param publicKey a line as in a file of authorized keys
public record GitSshKey(UUID userId, Instant createdAt, Instant updatedAt, String publicKey) {}
