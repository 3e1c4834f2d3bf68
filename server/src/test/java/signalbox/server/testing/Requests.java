package signalbox.server.testing;

import org.jspecify.annotations.Nullable;

/// What can be asked of a server under `/api/v2`.
public interface Requests {
  /// @param token empty for none
  /// @param body null for none
  Answer send(String method, String path, String token, @Nullable String body);

  default Answer get(String path, String token) {
    return send("GET", path, token, null);
  }

  default Answer post(String path, String token, String body) {
    return send("POST", path, token, body);
  }

  default Answer put(String path, String token, @Nullable String body) {
    return send("PUT", path, token, body);
  }

  default Answer patch(String path, String token, String body) {
    return send("PATCH", path, token, body);
  }

  default Answer delete(String path, String token) {
    return send("DELETE", path, token, null);
  }
}
