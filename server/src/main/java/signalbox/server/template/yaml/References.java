package signalbox.server.template.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import signalbox.server.template.Variables;

/// The references of a file: all lead somewhere, and all stand where they are filled in. Scripts
/// and commands are none of those places: what somebody typed would become a part of a program.
final class References {
  private static final Pattern OURS = Pattern.compile("\\$\\{(parameter|workspace|owner)\\.");

  private final Set<String> names = new TreeSet<>(Variables.OF_WORKSPACE);
  private final Set<Node> filledIn = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Faults faults;

  References(Faults faults) {
    this.faults = faults;
  }

  void addParameter(String name) {
    names.add(Variables.PARAMETER + name);
  }

  /// A text of a key that is filled in at each start; empty when it is not there.
  String text(Mapping mapping, String key, Form form) {
    return mapping.find(key).map(value -> text(value, form)).orElse("");
  }

  /// A form is of no use for a text that begins with a reference.
  String text(Value value, Form form) {
    var begins = value.node() instanceof ScalarNode scalar && scalar.getValue().startsWith("${");
    var text = value.text(begins ? Form.TEXT : form).orElse("");
    filledIn(value, text);
    return text;
  }

  /// Any text, number or flag as it is written.
  String plainText(Value value) {
    var text = value.plainText().orElse("");
    filledIn(value, text);
    return text;
  }

  /// Notes a text that is filled in.
  void filledIn(Value value, String text) {
    filledIn.add(value.node());
    for (var name : Variables.namesIn(text)) {
      if (!names.contains(name))
        value.fault(
            "${"
                + name
                + "} stands for nothing; there may be ${"
                + String.join("}, ${", names)
                + "}");
    }
    if (text.replaceAll("\\$\\$?\\{[^{}]*}", "").contains("${"))
      value.fault("a reference has no end; it is written as in ${workspace.name}");
  }

  /// Finds references in places where they are not filled in.
  void end(Node root) {
    walk(new Value(root, "", faults), Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private void walk(Value value, Set<Node> seen) {
    if (!seen.add(value.node())) return;
    switch (value.node()) {
      case MappingNode _ -> value.entries().forEach(entry -> walk(entry.value(), seen));
      case SequenceNode sequence -> {
        for (var at = 0; at < sequence.getValue().size(); at++) walk(value.item(at), seen);
      }
      case ScalarNode scalar when isForeign(scalar) ->
          value.fault(
              "references are not filled in here; a script or command finds them in its"
                  + " environment when env of the agent has them");
      default -> {}
    }
  }

  private boolean isForeign(ScalarNode scalar) {
    return !filledIn.contains(scalar) && OURS.matcher(scalar.getValue()).find();
  }
}
