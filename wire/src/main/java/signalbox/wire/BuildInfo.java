package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What the server is.
///
/// @param agentApiVersion generation of the REST API, not of the agents' protocol
/// @param webpushPublicKey left out while there is none
public record BuildInfo(
    String externalUrl,
    String version,
    String dashboardUrl,
    boolean telemetry,
    boolean workspaceProxy,
    String agentApiVersion,
    String provisionerApiVersion,
    String upgradeMessage,
    String deploymentId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String webpushPublicKey) {}
