package signalbox.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import signalbox.agent.api.Manifest;

/// The environment of what runs in the workspace.
final class Variables {
  /// Where apps report without a token. It marks what an agent has started, too.
  static final String SOCKET = "SIGNALBOX_AGENT_SOCKET";

  private Variables() {}

  /// What the agent itself has, what the manifest says, and what says where one is; later ones go
  /// before earlier ones.
  static Map<String, String> of(AgentSettings settings, Manifest manifest, Path socket)
      throws IOException {
    var all = new HashMap<>(settings.variables());
    all.putAll(manifest.environment());
    all.put("CODER", "true");
    all.put("CODER_WORKSPACE_NAME", manifest.workspaceName());
    all.put("CODER_WORKSPACE_OWNER_NAME", manifest.ownerName());
    all.put("CODER_WORKSPACE_AGENT_NAME", manifest.agentName());
    if (!manifest.portProxyUri().isEmpty()) all.put("VSCODE_PROXY_URI", manifest.portProxyUri());
    var token = settings.site().token().read();
    for (var prefix : new String[] {"CODER", "SIGNALBOX"}) {
      all.put(prefix + "_AGENT_URL", settings.site().url().toString());
      all.put(prefix + "_AGENT_TOKEN", token);
    }
    all.put(SOCKET, socket.toString());
    return all;
  }
}
