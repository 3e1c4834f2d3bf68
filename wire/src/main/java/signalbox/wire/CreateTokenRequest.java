package signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// POST /users/{user}/keys/tokens.
///
/// @param lifetime in nanoseconds; 0 is the default
public record CreateTokenRequest(
    @Nullable Long lifetime,
    @Nullable String scope,
    @Nullable List<String> scopes,
    @Nullable String tokenName) {}
