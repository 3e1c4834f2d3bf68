package signalbox.agent.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import signalbox.agentapi.agent.AppHealth;
import signalbox.agentapi.agent.Manifest;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;
import signalbox.agentapi.agent.WorkspaceAgentScript;
import signalbox.agentapi.agent.WorkspaceApp;

/// Manifests as a server sends them.
public final class Manifests {
  private Manifests() {}

  public static Manifest.Builder empty() {
    return Manifest.newBuilder()
        .setAgentId(id("main"))
        .setAgentName("main")
        .setWorkspaceId(id("demo"))
        .setWorkspaceName("demo")
        .setOwnerUsername("me")
        .setDirectory("~/project");
  }

  /// One that runs nothing yet.
  public static WorkspaceAgentScript.Builder script(String name, String text) {
    return WorkspaceAgentScript.newBuilder()
        .setId(id(name))
        .setLogSourceId(id(name + "'s log"))
        .setDisplayName(name)
        .setScript(text);
  }

  public static WorkspaceAgentScript.Builder atStart(String name, String text) {
    return script(name, text).setRunOnStart(true).setStartBlocksLogin(true);
  }

  /// @param seconds are sent as nanoseconds, as servers do
  public static WorkspaceAgentMetadata.Description.Builder metadatum(
      String key, int seconds, String text) {
    return WorkspaceAgentMetadata.Description.newBuilder()
        .setKey(key)
        .setScript(text)
        .setInterval(Duration.newBuilder().setNanos(seconds))
        .setTimeout(Duration.newBuilder().setNanos(seconds));
  }

  public static WorkspaceApp.Builder app(String slug, String url, int threshold) {
    return WorkspaceApp.newBuilder()
        .setId(id(slug))
        .setSlug(slug)
        .setHealth(AppHealth.INITIALIZING)
        .setHealthcheck(
            WorkspaceApp.Healthcheck.newBuilder()
                .setUrl(url)
                .setInterval(seconds(2))
                .setThreshold(threshold));
  }

  public static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  public static ByteString id(String name) {
    var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }
}
