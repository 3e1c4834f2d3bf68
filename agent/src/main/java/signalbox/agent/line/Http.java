package signalbox.agent.line;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// HTTP clients by what they are for. One that may meet `https` has every certificate that the JDK
/// trusts, 6 MB of them; it is made only when an address asks for it. Thread-safe.
public final class Http implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  // Guarded by this.
  private @Nullable HttpClient plain;
  private @Nullable HttpClient secure;

  /// The client for an address.
  public synchronized HttpClient client(URI address) {
    return "https".equalsIgnoreCase(address.getScheme()) ? secure() : plain();
  }

  private HttpClient plain() {
    var client = plain;
    if (client == null) client = builder().sslContext(trustingNobody()).build();
    plain = client;
    return client;
  }

  private HttpClient secure() {
    var client = secure;
    if (client == null) client = builder().build();
    secure = client;
    return client;
  }

  @Override
  public synchronized void close() {
    if (plain != null) plain.shutdownNow();
    if (secure != null) secure.shutdownNow();
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_MAX)
        .executor(threads);
  }

  private static SSLContext trustingNobody() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
