package signalbox.server.template.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// What has been found wrong so far. One that is left out would be found the next time, so a file
/// that is no template at all does not fill a log.
final class Faults {
  private static final int COUNT_MAX = 50;

  private final List<Fault> found = new ArrayList<>();

  void add(Node where, String what) {
    add(where.getStartMark().map(Mark::getLine).orElse(0) + 1, what);
  }

  /// @param line from 1
  void add(int line, String what) {
    if (found.size() < COUNT_MAX) found.add(new Fault(line, what));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Fault> byLine() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
  }
}
