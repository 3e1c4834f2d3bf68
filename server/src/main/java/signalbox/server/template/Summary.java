package signalbox.server.template;

import java.util.ArrayList;
import java.util.List;
import signalbox.server.job.Line;

/// What an import has found, for its log.
final class Summary {
  private Summary() {}

  static List<Line> of(TemplateSpec spec) {
    var lines = new ArrayList<Line>();
    for (var parameter : spec.parameters())
      lines.add(
          Line.info(
              "Parameters",
              "Parameter " + parameter.name() + ", " + parameter.type().word() + "."));
    for (var resource : spec.resources()) {
      lines.add(
          Line.info("Resources", "Resource " + resource.name() + ", " + resource.runtime() + "."));
      for (var agent : resource.agents()) lines.add(Line.info("Resources", sentence(agent)));
    }
    lines.add(Line.info("Ready", "The template can be used."));
    return lines;
  }

  private static String sentence(TemplateSpec.Agent agent) {
    var slugs = agent.apps().stream().map(TemplateSpec.App::slug).toList();
    var apps = slugs.isEmpty() ? "" : ", apps " + String.join(", ", slugs);
    var more = agent.appsFrom() == null ? "" : ", apps from the parameter " + agent.appsFrom();
    return "Agent " + agent.name() + apps + more + ".";
  }
}
