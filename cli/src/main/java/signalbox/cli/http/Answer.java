package signalbox.cli.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server answered.
///
/// @param headers by their names in lower case
public record Answer(int status, Map<String, String> headers, byte[] body) {
  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
