package signalbox.server.workspace;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a workspace, unique among its owner's, without regard to case.
final class WorkspaceName {
  /// What the wire calls this rule.
  static final String TAG = "workspace_name";

  private static final int LENGTH_MAX = 32;
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*");

  /// Words that paths of pages have in the place of a name.
  private static final Set<String> RESERVED = Set.of("new", "create");

  private WorkspaceName() {}

  static boolean isValid(String text) {
    return text.length() <= LENGTH_MAX
        && FORM.matcher(text).matches()
        && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
  }
}
