package signalbox.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// PUT /users/{user}/roles.
public record UpdateRolesRequest(@Nullable List<String> roles) {}
