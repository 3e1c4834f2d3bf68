package signalbox.agent.line;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Transport;

/// Opens connections to the agent's place at the server.
final class Dialer {
  private static final String PATH = "/api/v2/workspaceagents/me/rpc?version=2.11&role=agent";
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int UNAUTHORIZED = 401;

  private final Site site;
  private final Http http;

  Dialer(Site site, Http http) {
    this.site = site;
    this.http = http;
  }

  /// @throws IOException whose message is for people
  Transport dial() throws IOException, InterruptedException {
    var transport = new WebSocketTransport();
    var opening =
        http.client(site.url())
            .newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .header(site.header(), site.token().read())
            .buildAsync(site.socket(PATH), transport);
    try {
      opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return transport;
    } catch (ExecutionException e) {
      throw new IOException(told(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("the server does not answer", e);
    } finally {
      if (!opening.isDone() || opening.isCompletedExceptionally()) transport.close();
      opening.cancel(true);
    }
  }

  private static String told(@Nullable Throwable failure) {
    return switch (failure) {
      case WebSocketHandshakeException refused -> refused(refused.getResponse().statusCode());
      case HttpTimeoutException _ -> "the server does not answer";
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "there is no such host";
      case ConnectException _ -> "nothing listens there";
      case null -> "it failed";
      default -> failure.toString();
    };
  }

  private static String refused(int status) {
    return status == UNAUTHORIZED
        ? "the server does not accept the token (yet, or any more)"
        : "the server answers " + status + " instead of opening the line";
  }
}
