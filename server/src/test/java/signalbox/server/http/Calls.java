package signalbox.server.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import signalbox.server.access.Caller;

/// Makes calls as the adapter does, without a connection.
final class Calls {
  private Calls() {}

  /// @param target path and query
  static Call call(Method method, String target, Map<String, String> headers) {
    var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(headers);
    var parts = target.split("\\?", 2);
    return new Call(
        method,
        parts[0],
        parts.length > 1 ? parts[1] : "",
        name -> Optional.ofNullable(byName.get(name)),
        new byte[0],
        headers.getOrDefault("remote", "192.0.2.1"),
        UUID.randomUUID(),
        false);
  }

  static Call as(Caller caller, Call call) {
    call.caller(caller);
    return call;
  }
}
