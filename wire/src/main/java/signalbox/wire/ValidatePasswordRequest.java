package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// POST /users/validate-password.
public record ValidatePasswordRequest(@Nullable String password) {}
