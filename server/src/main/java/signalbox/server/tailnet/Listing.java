package signalbox.server.tailnet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;

/// The workspaces of an owner with their agents, as one client is told of them.
record Listing(Map<WorkspaceId, Listed> workspaces) {
  static final Listing EMPTY = new Listing(Map.of());

  /// A workspace.
  ///
  /// @param status of its newest build, as in the JSON
  /// @param agents names of the agents of its newest build
  record Listed(WorkspaceId id, String name, String status, Map<AgentId, String> agents) {
    List<ListedAgent> allAgents() {
      return agents.entrySet().stream()
          .map(agent -> new ListedAgent(agent.getKey(), agent.getValue(), id))
          .toList();
    }

    boolean looksLike(Listed other) {
      return name.equals(other.name) && status.equals(other.status);
    }
  }

  record ListedAgent(AgentId id, String name, WorkspaceId workspace) {}

  /// What is new or different, and what is gone. A renamed agent is both.
  record Difference(
      List<Listed> upserted,
      List<ListedAgent> upsertedAgents,
      List<Listed> deleted,
      List<ListedAgent> deletedAgents) {

    boolean isEmpty() {
      return upserted.isEmpty()
          && upsertedAgents.isEmpty()
          && deleted.isEmpty()
          && deletedAgents.isEmpty();
    }
  }

  /// What has to be told to who knows an older listing.
  Difference since(Listing older) {
    var upserted = new ArrayList<Listed>();
    var upsertedAgents = new ArrayList<ListedAgent>();
    for (var workspace : workspaces.values()) {
      var before = older.workspaces.get(workspace.id());
      if (before == null || !before.looksLike(workspace)) upserted.add(workspace);
      upsertedAgents.addAll(
          without(workspace.allAgents(), before == null ? List.of() : before.allAgents()));
    }
    var deleted = new ArrayList<Listed>();
    var deletedAgents = new ArrayList<ListedAgent>();
    for (var before : older.workspaces.values()) {
      var now = workspaces.get(before.id());
      if (now == null) deleted.add(before);
      deletedAgents.addAll(without(before.allAgents(), now == null ? List.of() : now.allAgents()));
    }
    return new Difference(upserted, upsertedAgents, deleted, deletedAgents);
  }

  private static List<ListedAgent> without(List<ListedAgent> all, List<ListedAgent> some) {
    return all.stream().filter(agent -> !some.contains(agent)).toList();
  }
}
