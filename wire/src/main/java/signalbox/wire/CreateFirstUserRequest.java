package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// POST /users/first.
public record CreateFirstUserRequest(
    @Nullable String email,
    @Nullable String username,
    @Nullable String name,
    @Nullable String password) {}
