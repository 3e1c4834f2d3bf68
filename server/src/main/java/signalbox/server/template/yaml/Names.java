package signalbox.server.template.yaml;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names that must differ, whatever the case of their letters.
final class Names {
  private final Set<String> taken = new HashSet<>();
  private final String kind;

  Names(String kind) {
    this.kind = kind;
  }

  /// The name that a thing must have, and nothing before it has had.
  String take(Mapping thing, String key, Form form) {
    var name = thing.needText(key, form);
    if (!name.isEmpty() && !taken.add(name.toLowerCase(Locale.ROOT)))
      thing.find(key).orElseThrow().fault("there is another " + kind + " " + name);
    return name;
  }
}
