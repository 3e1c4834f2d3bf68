package signalbox.server.template.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML 1.2, as far as it goes without knowing what a template is.
final class Syntax {
  /// Templates need ten levels. The composer calls itself for each.
  private static final int DEPTH_MAX = 30;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel("signalbox.yaml")
          .setUseMarks(true)
          .setSchema(new CoreSchema())
          .build();

  private Syntax() {}

  /// The value of a file with one document. What is wrong goes to the faults, and nothing comes
  /// back.
  static @Nullable Node read(String text, Faults faults) {
    try {
      if (isTooDeep(text, faults)) return null;
      var node = new Compose(SETTINGS).composeString(text);
      if (node.isEmpty()) faults.add(1, "the file is empty");
      return node.orElse(null);
    } catch (MarkedYamlEngineException e) {
      faults.add(line(e.getProblemMark().or(e::getContextMark)), sentence(e));
    } catch (ReaderException e) {
      faults.add(
          1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count(),
          "there is a character that YAML does not allow: U+%04X".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      faults.add(1, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static boolean isTooDeep(String text, Faults faults) {
    var depth = 0;
    for (var event : new Parse(SETTINGS).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEPTH_MAX) {
        faults.add(line(event), "there are more than " + DEPTH_MAX + " levels inside one another");
        return true;
      }
    }
    return false;
  }

  private static int line(Event event) {
    return line(event.getStartMark());
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  private static String sentence(MarkedYamlEngineException e) {
    var context = e.getContext();
    return "this is no YAML: "
        + (context == null || context.isBlank() ? "" : context + ", ")
        + e.getProblem();
  }
}
