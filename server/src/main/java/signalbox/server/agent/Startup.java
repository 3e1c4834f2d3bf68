package signalbox.server.agent;

import java.util.List;

/// What an agent says of itself when it connects.
///
/// @param version of its program, with a leading v
/// @param apiVersion of the protocol that it speaks, such as 2.6
/// @param directory where it works, with `~` and variables expanded
/// @param subsystems what it runs in, such as `envbox`; sorted, each once
public record Startup(
    String version, String apiVersion, String directory, List<String> subsystems) {
  public Startup {
    subsystems = List.copyOf(subsystems);
  }
}
