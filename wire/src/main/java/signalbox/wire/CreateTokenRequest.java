package signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// POST /users/{user}/keys/tokens.
///
/// @param lifetime in nanoseconds; 0 is the default
/// @param allowList what it may be used on, as `<type>:<id>`; `*:*` is everything
public record CreateTokenRequest(
    @Nullable Long lifetime,
    @Nullable String scope,
    @Nullable List<String> scopes,
    @Nullable String tokenName,
    @Nullable List<String> allowList) {}
