package signalbox.server.http;

import java.util.Optional;

/// The headers of a request; names are compared without regard to case.
public interface Headers {
  Optional<String> get(String name);
}
