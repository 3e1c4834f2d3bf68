package signalbox.cli.api;

import java.util.List;
import java.util.Optional;

/// How a workspace is named on the command line: `name`, or `owner/name`.
///
/// @param owner `me` when it is not said
public record WorkspaceName(String owner, String name) {
  private static final String ME = "me";

  /// Empty when it is no such name.
  public static Optional<WorkspaceName> parse(String text) {
    var parts = text.split("/", -1);
    if (parts.length > 2 || List.of(parts).contains("")) return Optional.empty();
    return Optional.of(
        parts.length == 1
            ? new WorkspaceName(ME, parts[0])
            : new WorkspaceName(parts[0].replaceFirst("^@", ""), parts[1]));
  }

  String target() {
    return "/api/v2/users/" + Api.segment(owner) + "/workspace/" + Api.segment(name);
  }

  @Override
  public String toString() {
    return owner.equals(ME) ? name : owner + "/" + name;
  }
}
