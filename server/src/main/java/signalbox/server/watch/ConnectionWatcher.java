package signalbox.server.watch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.event.Kind;
import signalbox.server.id.WorkspaceId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Outlet;
import signalbox.wire.ConnectionWatchEvent;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceBuild;

/// Waits with somebody who wants to connect to an agent: tells how the newest build goes and, once
/// it is a start that is done, what the agent is at, again with each step that it takes. When there
/// is no such agent it says so and ends. A slow peer skips steps and still ends on the newest.
final class ConnectionWatcher extends WorkspaceWatcher {
  /// What clients go by.
  private enum Fault {
    TOO_MANY(1, "more than one agent on workspace and target not specified"),
    NO_SUCH(2, "target agent not found by name"),
    NONE(3, "no agents found for workspace");

    private final int code;
    private final String message;

    Fault(int code, String message) {
      this.code = code;
      this.message = message;
    }

    private ConnectionWatchEvent.Fault wire() {
      return new ConnectionWatchEvent.Fault(code, false, message);
    }
  }

  private record Stage(int buildNumber, String transition, String jobStatus) {}

  private final @Nullable String agentName;
  private @Nullable Stage told;
  private int steps;

  /// @param agentName null: the only one that there is
  ConnectionWatcher(Outlet outlet, View view, WorkspaceId workspace, @Nullable String agentName) {
    super(outlet, view, workspace);
    this.agentName = agentName;
  }

  @Override
  void show(Tick tick) {
    steps +=
        (int)
            tick.events().stream()
                .filter(event -> event.workspace().equals(workspace()))
                .filter(event -> event.seq() > shown())
                .filter(event -> event.kind().equals(Kind.AGENT_LIFECYCLE.wire()))
                .count();
    super.show(tick);
  }

  @Override
  void write(Snapshot snapshot) {
    tell(snapshot.workspace().latestBuild());
  }

  private void tell(WorkspaceBuild build) {
    var stage = new Stage(build.buildNumber(), build.transition(), build.job().status());
    var news = !stage.equals(told);
    if (news) write(ConnectionWatchEvent.ofBuild(stage.transition(), stage.jobStatus()));
    told = stage;
    var times = news ? 1 : steps;
    steps = 0;
    if (stage.transition().equals("start") && stage.jobStatus().equals("succeeded")) {
      tell(agents(build), times);
    }
  }

  private void tell(List<WorkspaceAgent> agents, int times) {
    var fault = fault(agents);
    if (fault.isPresent()) {
      write(ConnectionWatchEvent.ofFault(fault.get().wire()));
      outlet().end("error");
      return;
    }
    var agent = agents.getFirst();
    for (var i = 0; i < times; i++) {
      write(ConnectionWatchEvent.ofAgent(agent.lifecycleState(), agent.id()));
    }
  }

  /// @param agents those of the name, or all when there is none
  private Optional<Fault> fault(List<WorkspaceAgent> agents) {
    if (agents.size() == 1) return Optional.empty();
    if (agents.size() > 1) return Optional.of(Fault.TOO_MANY);
    return Optional.of(agentName == null ? Fault.NONE : Fault.NO_SUCH);
  }

  private List<WorkspaceAgent> agents(WorkspaceBuild build) {
    return build.resources().stream()
        .flatMap(resource -> resource.agents().stream())
        .filter(agent -> agentName == null || agent.name().equals(agentName))
        .toList();
  }

  private void write(ConnectionWatchEvent event) {
    outlet().write(new Frame(List.of(Json.text(event).getBytes(StandardCharsets.UTF_8))));
  }
}
