package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/// Something that an agent serves.
///
/// @param statuses its newest statuses, newest first
public record WorkspaceApp(
    UUID id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String url,
    boolean external,
    String slug,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String displayName,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String command,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String icon,
    boolean subdomain,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String subdomainName,
    String sharingLevel,
    Healthcheck healthcheck,
    String health,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String group,
    boolean hidden,
    String openIn,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String tooltip,
    List<WorkspaceAppStatus> statuses) {
  /// How an app is probed.
  ///
  /// @param url empty when it is not
  /// @param interval seconds between probes
  /// @param threshold failures in a row that make it unhealthy
  public record Healthcheck(String url, int interval, int threshold) {}
}
