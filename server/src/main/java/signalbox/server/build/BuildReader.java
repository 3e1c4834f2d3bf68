package signalbox.server.build;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import signalbox.server.agent.Agents;
import signalbox.server.db.Tx;
import signalbox.server.id.BuildId;
import signalbox.server.id.WorkspaceId;
import signalbox.wire.WorkspaceBuild;

/// Reads builds with all that they made, many of them in a constant number of statements.
/// Thread-safe.
public final class BuildReader {
  private final BuildStore store = new BuildStore();
  private final Agents agents;

  public BuildReader(Agents agents) {
    this.agents = agents;
  }

  public Optional<Build> find(Tx tx, BuildId id) {
    return store.find(tx, id);
  }

  public Optional<Build> findByNumber(Tx tx, WorkspaceId workspace, int number) {
    return store.findByNumber(tx, workspace, number);
  }

  /// These builds as they stand on the wire.
  public Map<BuildId, WorkspaceBuild> builds(Tx tx, Collection<BuildId> ids) {
    return wire(tx, store.all(tx, ids)).stream()
        .collect(toMap(build -> new BuildId(build.id()), Function.identity()));
  }

  /// The same builds in the same order, as they stand on the wire.
  public List<WorkspaceBuild> wire(Tx tx, List<Build> builds) {
    if (builds.isEmpty()) return List.of();
    var ids = builds.stream().map(Build::id).toList();
    var agentsOf = agents.of(tx, ids);
    var resources =
        store.resources(tx, ids).stream()
            .sorted(Resource.ORDER)
            .collect(
                groupingBy(
                    Resource::buildId,
                    mapping(r -> r.wire(agentsOf.getOrDefault(r.id(), List.of())), toList())));
    return builds.stream().map(b -> b.wire(resources.getOrDefault(b.id(), List.of()))).toList();
  }

  /// A build that has just been queued, as the one who asked for it is told.
  public WorkspaceBuild justQueued(Tx tx, BuildId id) {
    return store.find(tx, id).orElseThrow().atTheDoor().wire(List.of());
  }

  List<Build> page(
      Tx tx,
      WorkspaceId workspace,
      int before,
      Instant since,
      int offset,
      @Nullable Integer limit) {
    return store.page(tx, workspace, before, since, offset, limit);
  }

  Map<String, String> parameters(Tx tx, BuildId build) {
    return store.parameters(tx, build);
  }
}
