package signalbox.wire;

import org.jspecify.annotations.Nullable;

/// POST /users/login.
public record LoginWithPasswordRequest(@Nullable String email, @Nullable String password) {}
