package signalbox.server.template.yaml;

import java.util.ArrayList;
import java.util.List;
import signalbox.server.template.TemplateSpec.Agent;
import signalbox.server.template.TemplateSpec.Fact;
import signalbox.server.template.TemplateSpec.Resource;

/// Reads resources.
final class ResourceReader {
  private static final int FACTS_MAX = 50;
  private static final int AGENTS_MAX = 20;
  private static final int COST_MAX = 1_000_000;
  private static final List<String> RUNTIMES = List.of(Resource.EXTERNAL, Resource.PROCESS);

  private ResourceReader() {}

  static Resource read(Mapping keys, Names names, References references, AgentReader agents) {
    var name = names.take(keys, "name", Form.RESOURCE_NAME);
    var runtime = keys.choice("runtime", RUNTIMES, Resource.EXTERNAL);
    var type = keys.text("type", Form.RESOURCE_NAME);
    var icon = keys.text("icon", Form.ICON);
    var metadata = keys.find("metadata").map(v -> facts(v, references)).orElse(List.of());
    var cost = keys.number("daily_cost", 0, COST_MAX, 0);
    var made = new ArrayList<Agent>();
    for (var value : keys.list("agents", AGENTS_MAX))
      made.add(agents.read(value.mapping(), runtime));
    keys.end();
    return new Resource(name, type.isEmpty() ? runtime : type, runtime, icon, metadata, cost, made);
  }

  private static List<Fact> facts(Value value, References references) {
    var entries = value.mapping().entries();
    if (entries.size() > FACTS_MAX) value.fault("has more than " + FACTS_MAX + " keys");
    return entries.values().stream()
        .map(entry -> new Fact(entry.name(), references.plainText(entry.value())))
        .toList();
  }
}
