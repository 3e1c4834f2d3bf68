package signalbox.server.http;

import java.util.HashMap;
import java.util.Map;

/// Cookies as RFC 6265 has them.
public final class Cookies {
  private static final String ONE_YEAR = "31536000";

  private Cookies() {}

  static Map<String, String> parse(String header) {
    var cookies = new HashMap<String, String>();
    for (var pair : header.split(";", -1)) {
      var at = pair.indexOf('=');
      if (at > 0)
        cookies.putIfAbsent(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
    }
    return cookies;
  }

  /// A `Set-Cookie` value. Whether what it carries is still valid is the server's decision, so it
  /// lives long.
  public static String set(String name, String value, boolean secure) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + ONE_YEAR
        + (secure ? "; Secure" : "");
  }

  /// A `Set-Cookie` value that takes the cookie away.
  public static String clear(String name) {
    return name + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";
  }
}
