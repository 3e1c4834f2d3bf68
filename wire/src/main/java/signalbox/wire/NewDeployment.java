package signalbox.wire;

import java.util.UUID;

/// The answer to the first user.
public record NewDeployment(UUID userId, UUID organizationId) {}
