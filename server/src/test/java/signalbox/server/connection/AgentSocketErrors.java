package signalbox.server.connection;

import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.Plane;

/// What a server says to an agent that it does not let in.
final class AgentSocketErrors {
  private AgentSocketErrors() {}

  static int status(Plane plane, String token) {
    try (var _ = AgentSocket.dial(plane.uri("/api/v2/workspaceagents/me/rpc"), token)) {
      return 101;
    } catch (IOException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw new AssertionError(e);
    }
  }
}
