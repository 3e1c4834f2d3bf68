package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/// A user, as far as strangers need to know.
public record MinimalUser(
    UUID id,
    String username,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String name,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String avatarUrl) {}
