package signalbox.rpc.drpc;

import java.util.Map;
import java.util.Optional;

/// The methods that one peer may call. Asked on the call's own thread.
@FunctionalInterface
public interface Methods {
  /// @param path `/package.Service/Method`
  /// @return empty when there is no such method
  Optional<Method> find(String path);

  static Methods of(Map<String, Method> methods) {
    var fixed = Map.copyOf(methods);
    return path -> Optional.ofNullable(fixed.get(path));
  }
}
