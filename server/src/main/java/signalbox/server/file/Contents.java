package signalbox.server.file;

import java.util.HashSet;
import java.util.Set;
import signalbox.server.access.Refusal;

/// The names of one archive. Each is checked when it comes.
final class Contents {
  /// Most entries of an archive, directories among them.
  static final int ENTRIES_MAX = 10_000;

  private static final int PATH_MAX = 1_024;

  private final Set<String> paths = new HashSet<>();
  private int count;

  /// @param name as the archive has it
  /// @return the path, with `/` between its parts and none in front
  /// @throws Refusal 400 when it would be written elsewhere than in the archive's own directory, or
  ///   when it is there twice
  String add(String name, boolean isDirectory) {
    if (++count > ENTRIES_MAX) throw bad("It has more than " + ENTRIES_MAX + " entries.");
    var path = path(name);
    if (!isDirectory && !paths.add(path)) throw bad("It has " + quoted(name) + " twice.");
    return path;
  }

  /// The path of a name that may be trusted.
  static String path(String name) {
    var slashes = name.replace('\\', '/');
    if (slashes.isEmpty() || slashes.length() > PATH_MAX || slashes.indexOf('\0') >= 0)
      throw bad("The name " + quoted(name) + " is empty or too long, or has a NUL.");
    if (slashes.startsWith("/") || slashes.matches("[A-Za-z]:.*")) throw leaves(name);
    var path = new StringBuilder();
    for (var part : slashes.split("/", -1)) {
      if (part.equals("..")) throw leaves(name);
      if (part.isEmpty() || part.equals(".")) continue;
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
    return path.toString();
  }

  static Refusal bad(String detail) {
    return Refusal.of(Refusal.Kind.INVALID, "The archive cannot be used.", detail);
  }

  static Refusal neither(String name) {
    return bad(
        quoted(name) + " is neither a file nor a directory; links and devices are not taken.");
  }

  private static Refusal leaves(String name) {
    return bad("The path " + quoted(name) + " leaves the archive.");
  }

  static String quoted(String name) {
    return '"' + (name.length() <= 200 ? name : name.substring(0, 200) + "...") + '"';
  }
}
