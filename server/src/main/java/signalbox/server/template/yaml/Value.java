package signalbox.server.template.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value of a file. What it is asked to be and is not, becomes a fault, and the answer is
/// empty.
///
/// @param path the way to it, such as `resources[0].name`
record Value(Node node, String path, Faults faults) {
  private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]{1,20}");

  Optional<String> text(Form form) {
    var text = scalar(Tag.STR, "a text");
    if (text.filter(form::fits).isPresent() || text.isEmpty()) return text;
    fault(
        text.get().isEmpty()
            ? "is empty; it must be " + form.inWords()
            : quoted(text.get()) + " must be " + form.inWords());
    return Optional.empty();
  }

  Optional<Boolean> flag() {
    return scalar(Tag.BOOL, "true or false").map(Boolean::valueOf);
  }

  Optional<Integer> number(int min, int max) {
    var text = scalar(Tag.INT, "a whole number");
    if (text.isEmpty()) return Optional.empty();
    if (!DIGITS.matcher(text.get()).matches()) {
      fault(quoted(text.get()) + " must be written in digits");
      return Optional.empty();
    }
    var number = new BigDecimal(text.get());
    if (number.compareTo(BigDecimal.valueOf(min)) >= 0
        && number.compareTo(BigDecimal.valueOf(max)) <= 0)
      return Optional.of(number.intValueExact());
    fault(quoted(text.get()) + " must be " + min + " to " + max);
    return Optional.empty();
  }

  /// In seconds.
  Optional<Integer> duration(int min, int max) {
    var text = isTagged(Tag.INT) ? Optional.of(plain()) : scalar(Tag.STR, "a duration");
    if (text.isEmpty()) return Optional.empty();
    var seconds = Lengths.seconds(text.get());
    if (seconds.isEmpty()) {
      fault(quoted(text.get()) + " is no duration; write it as in 30s, 5m or 1h");
    } else if (seconds.getAsInt() < min || seconds.getAsInt() > max) {
      fault(quoted(text.get()) + " must be " + min + "s to " + max + "s");
    } else {
      return Optional.of(seconds.getAsInt());
    }
    return Optional.empty();
  }

  Optional<String> choice(List<String> choices) {
    var text = scalar(Tag.STR, "one of " + String.join(", ", choices));
    if (text.isEmpty() || choices.contains(text.get())) return text;
    fault(quoted(text.get()) + " must be one of " + String.join(", ", choices));
    return Optional.empty();
  }

  /// Any text, number or flag as it is written, within bounds.
  Optional<String> plainText() {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      fault("must be a text, a number, true or false");
      return Optional.empty();
    }
    if (Form.SCRIPT.fits(scalar.getValue()) || scalar.getValue().isEmpty())
      return Optional.of(scalar.getValue());
    fault("is too long, or has a NUL");
    return Optional.empty();
  }

  List<Value> list(int max) {
    if (!(node instanceof SequenceNode sequence)) {
      fault("must be a list");
      return List.of();
    }
    var items = sequence.getValue();
    if (items.size() > max) fault("has " + items.size() + " entries; at most " + max + " may be");
    var values = new ArrayList<Value>();
    for (var at = 0; at < Math.min(items.size(), max); at++) values.add(item(at));
    return values;
  }

  /// One item of a list.
  Value item(int at) {
    var item = ((SequenceNode) node).getValue().get(at);
    return new Value(item, path + "[" + at + "]", faults);
  }

  /// The keys of a mapping, also doubled ones.
  List<Mapping.Entry> entries() {
    var entries = new ArrayList<Mapping.Entry>();
    for (var tuple : ((MappingNode) node).getValue()) {
      var name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      entries.add(
          new Mapping.Entry(
              name, tuple.getKeyNode(), new Value(tuple.getValueNode(), below(name), faults)));
    }
    return entries;
  }

  Mapping mapping() {
    var values = new LinkedHashMap<String, Mapping.Entry>();
    if (node instanceof MappingNode) {
      for (var entry : entries()) {
        if (values.putIfAbsent(entry.name(), entry) != null)
          faults.add(entry.key(), below(entry.name()) + " is there twice");
      }
    } else {
      fault("must have keys of its own");
    }
    return new Mapping(this, values);
  }

  boolean isNull() {
    return isTagged(Tag.NULL);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  void fault(String what) {
    faults.add(node, path.isEmpty() ? "the file " + what : path + ": " + what);
  }

  String below(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Optional<String> scalar(Tag tag, String inWords) {
    if (isTagged(tag)) return Optional.of(plain());
    fault("must be " + inWords + kind());
    return Optional.empty();
  }

  private boolean isTagged(Tag tag) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(tag);
  }

  private String plain() {
    return ((ScalarNode) node).getValue();
  }

  /// What it is instead.
  private String kind() {
    return switch (node) {
      case SequenceNode _ -> ", not a list";
      case MappingNode _ -> ", not keys";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> ", not nothing";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) ->
          ", not the text " + quoted(scalar.getValue());
      case ScalarNode scalar ->
          "; " + scalar.getValue() + " would have to be \"" + scalar.getValue() + "\" to be a text";
      default -> "";
    };
  }

  private static String quoted(String text) {
    var line = text.replace("\n", " ");
    return '"' + (line.length() <= 60 ? line : line.substring(0, 57) + "...") + '"';
  }
}
