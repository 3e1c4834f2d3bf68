package signalbox.server.template.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.Node;

/// Keys with values. Each key that is asked for is known from then on; [#end] finds the unknown.
final class Mapping {
  /// @param key where it stands
  record Entry(String name, Node key, Value value) {}

  private final Value self;
  private final Map<String, Entry> entries;
  private final TreeSet<String> known = new TreeSet<>();

  Mapping(Value self, Map<String, Entry> entries) {
    this.self = self;
    this.entries = entries;
  }

  /// A key's value; empty when it is not there, or null.
  Optional<Value> find(String key) {
    known.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(v -> !v.isNull());
  }

  /// A key's value, which must be there.
  Optional<Value> need(String key) {
    var found = find(key);
    if (found.isEmpty()) self.fault("needs the key " + key);
    return found;
  }

  String needText(String key, Form form) {
    return need(key).flatMap(value -> value.text(form)).orElse("");
  }

  /// Empty when it is not there.
  String text(String key, Form form) {
    return find(key).flatMap(value -> value.text(form)).orElse("");
  }

  boolean flag(String key, boolean otherwise) {
    return find(key).flatMap(Value::flag).orElse(otherwise);
  }

  int number(String key, int min, int max, int otherwise) {
    return find(key).flatMap(value -> value.number(min, max)).orElse(otherwise);
  }

  /// In seconds.
  int duration(String key, int min, int max, int otherwise) {
    return find(key).flatMap(value -> value.duration(min, max)).orElse(otherwise);
  }

  String choice(String key, List<String> choices, String otherwise) {
    return find(key).flatMap(value -> value.choice(choices)).orElse(otherwise);
  }

  List<Value> list(String key, int max) {
    return find(key).map(value -> value.list(max)).orElse(List.of());
  }

  /// All keys that are there, in their order, for mappings whose keys are free.
  Map<String, Entry> entries() {
    return entries;
  }

  Value self() {
    return self;
  }

  void end() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key))
            self.faults().add(entry.key(), self.below(key) + " is not known" + hint(key));
        });
  }

  private String hint(String key) {
    return known.stream()
        .filter(name -> Distance.of(name, key) <= 2 && name.length() > 2)
        .findFirst()
        .map(name -> "; is " + name + " meant?")
        .orElse("; there may be " + String.join(", ", known));
  }
}
