package signalbox.wire;

import java.util.UUID;

/// A user, as far as strangers need to know.
public record MinimalUser(
    UUID id, String username, @OmitEmpty String name, @OmitEmpty String avatarUrl) {}
