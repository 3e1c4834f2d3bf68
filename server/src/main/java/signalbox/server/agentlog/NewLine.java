package signalbox.server.agentlog;

import java.nio.charset.StandardCharsets;
import signalbox.server.db.StorableText;

/// A line that an agent wants to have in its log.
///
/// @param output what cannot be stored or shown is a ❌ in it
public record NewLine(LogLevel level, String output) {
  public NewLine {
    output = StorableText.of(output);
  }

  /// How much of the limit it takes.
  int bytes() {
    return output.getBytes(StandardCharsets.UTF_8).length;
  }
}
