package signalbox.wire;

import java.util.List;
import java.util.UUID;

/// Something that an agent serves.
///
/// @param statuses its newest statuses, newest first
public record WorkspaceApp(
    UUID id,
    @OmitEmpty String url,
    boolean external,
    String slug,
    @OmitEmpty String displayName,
    @OmitEmpty String command,
    @OmitEmpty String icon,
    boolean subdomain,
    @OmitEmpty String subdomainName,
    String sharingLevel,
    Healthcheck healthcheck,
    String health,
    @OmitEmpty String group,
    boolean hidden,
    String openIn,
    @OmitEmpty String tooltip,
    List<WorkspaceAppStatus> statuses) {
  /// How an app is probed.
  ///
  /// @param url empty when it is not
  /// @param interval seconds between probes
  /// @param threshold failures in a row that make it unhealthy
  public record Healthcheck(String url, int interval, int threshold) {}
}
