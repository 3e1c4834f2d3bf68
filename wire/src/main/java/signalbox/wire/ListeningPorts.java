package signalbox.wire;

import java.util.List;

/// Where programs in a workspace listen.
public record ListeningPorts(List<Port> ports) {
  public static final ListeningPorts NONE = new ListeningPorts(List.of());

  /// @param network `tcp`
  public record Port(String processName, String network, int port) {}
}
