package signalbox.server.template.yaml;

import java.util.List;
import signalbox.server.template.TemplateSpec;

/// What a file is.
public sealed interface Parsed {
  record Good(TemplateSpec spec) implements Parsed {}

  /// @param faults at least one, by line
  record Bad(List<Fault> faults) implements Parsed {}
}
