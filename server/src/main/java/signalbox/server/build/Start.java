package signalbox.server.build;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import signalbox.server.agent.Agents;
import signalbox.server.db.Tx;
import signalbox.server.id.ResourceId;
import signalbox.server.job.Line;
import signalbox.server.template.TemplateSpec;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceResource;

/// What a start makes: the resources of its template with their agents and apps.
final class Start {
  private static final String EXTERNAL =
      "Nothing was started here: run the agent, or only the reporter, wherever the work is.";
  private static final String HOSTED = "The server starts its agents now.";

  private final BuildStore store;
  private final Agents agents;
  private final AgentHost host;

  Start(BuildStore store, Agents agents, AgentHost host) {
    this.store = store;
    this.agents = agents;
    this.host = host;
  }

  /// @return what to tell in the build's log
  List<Line> carryOut(Tx tx, Work work, Instant at) {
    var lines = new ArrayList<Line>();
    var number = 0;
    for (var resource : work.resources()) {
      add(tx, work.build(), resource, number++, at);
      for (var agent : resource.agents()) lines.add(Line.info("Starting", sentence(agent)));
    }
    lines.add(Line.info("Ready", work.isHosted() ? HOSTED : EXTERNAL));
    return lines;
  }

  private void add(Tx tx, Build build, TemplateSpec.Resource resource, int number, Instant at) {
    var id = ResourceId.next();
    store.addResource(
        tx,
        new Resource(
            id,
            build.id(),
            build.job().id(),
            number,
            build.transition(),
            resource.type(),
            resource.name(),
            resource.icon(),
            false,
            resource.dailyCost(),
            facts(resource),
            at),
        resource.runtime());
    for (var agent : resource.agents()) agents.add(tx, build.workspaceId(), build.id(), id, agent);
    if (resource.runtime().equals(TemplateSpec.Resource.PROCESS)) store.host(tx, id, host.id());
  }

  private static String facts(TemplateSpec.Resource resource) {
    return Json.text(
        resource.metadata().stream()
            .map(fact -> new WorkspaceResource.Metadata(fact.key(), fact.value(), false))
            .toList());
  }

  private static String sentence(TemplateSpec.Agent agent) {
    if (agent.apps().isEmpty()) return "Agent " + agent.name() + " has no apps.";
    var slugs = agent.apps().stream().map(TemplateSpec.App::slug).toList();
    return "Agent " + agent.name() + " may report for " + String.join(", ", slugs) + ".";
  }
}
