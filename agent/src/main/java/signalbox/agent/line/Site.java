package signalbox.agent.line;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/// Where the server is, and as whom the agent speaks there.
///
/// @param url `http` or `https`, without a slash at its end
public record Site(URI url, Token token) {
  private static final String HEADER = "Coder-Session-Token";

  /// The agent's token. It may change while the agent runs, when it is kept in a file.
  @FunctionalInterface
  public interface Token {
    String read() throws IOException;
  }

  /// @param path begins with a slash
  public HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(url + path)).header(HEADER, token.read());
  }

  /// @param path begins with a slash
  URI socket(String path) {
    return URI.create(url.toString().replaceFirst("^http", "ws") + path);
  }

  String header() {
    return HEADER;
  }
}
