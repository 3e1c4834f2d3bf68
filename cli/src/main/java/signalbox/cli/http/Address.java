package signalbox.cli.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a server is.
///
/// @param host without brackets
/// @param path what stands before every route, such as `/signalbox`; mostly empty
public record Address(boolean secure, String host, int port, String path) {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// Reads an address as people write it. Without a scheme it is `http` on this machine and `https`
  /// anywhere else.
  ///
  /// @return empty when it is no address
  public static Optional<Address> parse(String text) {
    var trimmed = text.strip();
    try {
      if (trimmed.contains("://")) return of(new URI(trimmed));
      var local = of(new URI("http://" + trimmed));
      return local.filter(Address::isLoopback).isPresent()
          ? local
          : of(new URI("https://" + trimmed));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Address> of(URI uri) {
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var secure = scheme.equals("https");
    var host = uri.getHost();
    if (host == null || (!secure && !scheme.equals("http"))) return Optional.empty();
    if (uri.getRawQuery() != null || uri.getRawUserInfo() != null) return Optional.empty();
    var port = uri.getPort() == -1 ? (secure ? HTTPS : HTTP) : uri.getPort();
    if (port < 1 || port > 65_535) return Optional.empty();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return Optional.of(new Address(secure, bare, port, withoutSlashes(uri.getRawPath())));
  }

  private static String withoutSlashes(String path) {
    return path.replaceAll("/+$", "");
  }

  public boolean isLoopback() {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.");
  }

  /// What stands in the header `Host`.
  public String authority() {
    var bracketed = host.contains(":") ? "[" + host + "]" : host;
    return port == (secure ? HTTPS : HTTP) ? bracketed : bracketed + ":" + port;
  }

  /// The address as a URL without a slash at its end.
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority() + path;
  }
}
