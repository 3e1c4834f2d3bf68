package signalbox.server.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One method on one path.
///
/// @param path such as `/api/v2/workspaces/{workspace}/watch`
public record Route(
    Method method, String path, Access access, Limit limit, Intake intake, Handler handler) {

  /// One whose requests are read whole before it is asked.
  public Route(Method method, String path, Access access, Limit limit, Handler handler) {
    this(method, path, access, limit, Intake.WHOLE, handler);
  }

  List<String> segments() {
    return segments(path);
  }

  static List<String> segments(String path) {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  /// The parameter that a segment of a route's path is, or empty for a literal.
  static Optional<String> parameter(String segment) {
    return segment.startsWith("{")
        ? Optional.of(segment.substring(1, segment.length() - 1))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
