package signalbox.server.connection;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The beginning or the end of a connection that somebody had to an agent, as the agent tells it.
///
/// @param isEnd whether it is the end
/// @param ip where it came from; null when the agent does not know
/// @param statusCode how it ended
/// @param reason why it ended, for people; null when there is none
public record AgentSession(
    UUID id,
    Type type,
    boolean isEnd,
    Instant at,
    @Nullable InetAddress ip,
    int statusCode,
    @Nullable String reason) {
  /// What it was for.
  public enum Type {
    SSH,
    VSCODE,
    JETBRAINS,
    RECONNECTING_PTY;

    String sql() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
