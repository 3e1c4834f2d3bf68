package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// PUT /users/{user}/password.
public record UpdatePasswordRequest(@Nullable String oldPassword, @Nullable String password) {}
