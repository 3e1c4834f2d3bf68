package signalbox.cli.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Status and headers of an answer (RFC 9112).
///
/// @param headers by their names in lower case; of doubled ones the last
public record Head(int status, Map<String, String> headers) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
  private static final int HEADERS_MAX = 200;

  static Head read(InputStream in) throws IOException {
    while (true) {
      var head = readOne(in);
      // 1xx only says that the answer is still to come.
      if (head.status >= 200) return head;
    }
  }

  private static Head readOne(InputStream in) throws IOException {
    var status = STATUS.matcher(Lines.read(in));
    if (!status.matches()) throw new BadHttp("no status line");
    var headers = new HashMap<String, String>();
    for (var line = Lines.read(in); !line.isEmpty(); line = Lines.read(in)) {
      var colon = line.indexOf(':');
      if (colon < 1 || headers.size() == HEADERS_MAX) throw new BadHttp("bad headers");
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(Integer.parseInt(status.group(1)), Map.copyOf(headers));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
