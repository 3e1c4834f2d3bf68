package signalbox.server.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signalbox.server.id.WorkspaceId;

/// What the references of a template stand for in one workspace. `${parameter.x}`,
/// `${workspace.name}`, `${workspace.id}` and `${owner.name}` are filled in; `$${` is `${` itself.
public final class Variables {
  /// How references to parameters begin.
  public static final String PARAMETER = "parameter.";

  /// The references that every template may use.
  public static final List<String> OF_WORKSPACE =
      List.of("workspace.name", "workspace.id", "owner.name");

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\{([^{}]*)}");

  private final Map<String, String> values = new HashMap<>();

  public Variables(
      Map<String, String> parameters, String workspaceName, WorkspaceId id, String ownerName) {
    parameters.forEach((name, value) -> values.put(PARAMETER + name, value));
    values.put("workspace.name", workspaceName);
    values.put("workspace.id", id.toString());
    values.put("owner.name", ownerName);
  }

  /// The names in a text's references, as they stand there.
  public static List<String> namesIn(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .filter(found -> found.group(1).isEmpty())
        .map(found -> found.group(2))
        .toList();
  }

  /// @param name of a reference, without `${` and `}`
  String get(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /// The text with its references filled in. What is filled in is not looked into again.
  String fill(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(replacement(found)));
  }

  private String replacement(MatchResult found) {
    return found.group(1).isEmpty() ? get(found.group(2)) : found.group().substring(1);
  }
}
