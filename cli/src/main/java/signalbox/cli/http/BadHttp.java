package signalbox.cli.http;

import java.io.IOException;

/// Bytes that are not HTTP.
final class BadHttp extends IOException {
  private static final long serialVersionUID = 1;

  BadHttp(String message) {
    super(message);
  }
}
