package signalbox.wire;

import java.util.List;

/// Containers that run beside an agent. This server knows of none.
public record AgentContainers(List<Object> devcontainers, List<Object> containers) {
  public static final AgentContainers NONE = new AgentContainers(List.of(), List.of());
}
