package signalbox.server.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// The script that starts an agent on a machine which has only a shell.
final class InitScript {
  private static final Set<String> SYSTEMS = Set.of("linux", "darwin", "windows");
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64", "armv7");

  private final String posix = resource("posix.sh");
  private final String windows = resource("windows.ps1");
  private final String accessUrl;

  /// @param accessUrl where agents reach this server
  InitScript(URI accessUrl) {
    this.accessUrl = accessUrl.toString().replaceAll("/+$", "");
  }

  /// The script for a machine, as Go names it; empty when there is no agent for such a one.
  Optional<String> of(String system, String architecture) {
    if (!SYSTEMS.contains(system) || !ARCHITECTURES.contains(architecture)) return Optional.empty();
    var isWindows = system.equals("windows");
    var quoted = accessUrl.replace("'", isWindows ? "''" : "'\\''");
    return Optional.of(
        (isWindows ? windows : posix)
            .replace("@OS@", system)
            .replace("@ARCH@", architecture)
            .replace("@ACCESS_URL_COMMENT@", accessUrl)
            .replace("@ACCESS_URL@", "'" + quoted + "'"));
  }

  private static String resource(String name) {
    try (var file = InitScript.class.getResourceAsStream("/init-script/" + name)) {
      if (file == null) throw new IllegalStateException("missing in this program: " + name);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
