package signalbox.server.deployment;

import java.net.URI;
import java.util.UUID;
import signalbox.wire.BuildInfo;

/// Which deployment this is and what it calls itself.
///
/// @param id of the database
/// @param epoch names the database in event ids
/// @param accessUrl where people and agents reach it
public record Deployment(UUID id, String epoch, URI accessUrl) {
  /// What clients of the Coder wire take for the server's version: they choose their features by it
  /// and warn when it is not theirs. Our own version follows as build metadata (semver.org §10),
  /// which they ignore.
  public static final String VERSION = "v2.36.0+signalbox-" + ownVersion();

  /// Generation of the REST API, not of the agents' protocol.
  private static final String AGENT_API_VERSION = "1.0";

  private static final String PROVISIONER_API_VERSION = "1.0";

  BuildInfo buildInfo() {
    return new BuildInfo(
        accessUrl.toString(),
        VERSION,
        accessUrl.toString(),
        false,
        false,
        AGENT_API_VERSION,
        PROVISIONER_API_VERSION,
        "",
        id.toString(),
        null);
  }

  private static String ownVersion() {
    var version = Deployment.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
