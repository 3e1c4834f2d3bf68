package signalbox.server.tailnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.id.AgentId;
import signalbox.server.id.WorkspaceId;
import signalbox.server.tailnet.Listing.Listed;
import signalbox.server.tailnet.Listing.ListedAgent;

class ListingTest {
  private static final WorkspaceId DEV = WorkspaceId.next();
  private static final AgentId MAIN = AgentId.next();
  private static final AgentId TESTS = AgentId.next();

  @Test
  void aNewWorkspaceComesWithItsAgents() {
    var difference = listing("dev", "running", Map.of(MAIN, "main")).since(Listing.EMPTY);
    assertThat(difference.upserted()).extracting(Listed::name).containsExactly("dev");
    assertThat(difference.upsertedAgents()).containsExactly(new ListedAgent(MAIN, "main", DEV));
    assertThat(difference.deleted()).isEmpty();
  }

  @Test
  void whatIsTheSameIsNotTold() {
    var listing = listing("dev", "running", Map.of(MAIN, "main"));
    assertThat(listing.since(listing).isEmpty()).isTrue();
  }

  @Test
  void anotherNameOrStatusTellsTheWorkspaceAlone() {
    var before = listing("dev", "running", Map.of(MAIN, "main"));
    var difference = listing("dev", "stopping", Map.of(MAIN, "main")).since(before);
    assertThat(difference.upserted()).extracting(Listed::status).containsExactly("stopping");
    assertThat(difference.upsertedAgents()).isEmpty();
  }

  @Test
  void aRenamedAgentIsGoneAndNew() {
    var before = listing("dev", "running", Map.of(MAIN, "main", TESTS, "tests"));
    var difference = listing("dev", "running", Map.of(MAIN, "other", TESTS, "tests")).since(before);
    assertThat(difference.upserted()).isEmpty();
    assertThat(difference.upsertedAgents()).containsExactly(new ListedAgent(MAIN, "other", DEV));
    assertThat(difference.deletedAgents()).containsExactly(new ListedAgent(MAIN, "main", DEV));
  }

  @Test
  void aWorkspaceThatIsGoneIsToldAsItWasWithItsAgents() {
    var before = listing("dev", "stopped", Map.of(MAIN, "main"));
    var difference = Listing.EMPTY.since(before);
    assertThat(difference.deleted()).extracting(Listed::status).containsExactly("stopped");
    assertThat(difference.deletedAgents()).containsExactly(new ListedAgent(MAIN, "main", DEV));
  }

  /// Who puts all differences together has the present.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void differencesAddUp(long seed) {
    var random = new Random(seed);
    var workspaces = new WorkspaceId[] {DEV, WorkspaceId.next(), WorkspaceId.next()};
    var agents = new AgentId[] {MAIN, TESTS};
    var told = Listing.EMPTY;
    var known = new TreeMap<String, String>();
    for (var step = 0; step < 200; step++) {
      var now = new LinkedHashMap<WorkspaceId, Listed>();
      for (var id : workspaces) {
        if (random.nextInt(4) == 0) continue;
        var own = new LinkedHashMap<AgentId, String>();
        for (var agent : agents) if (random.nextBoolean()) own.put(agent, "a" + random.nextInt(2));
        now.put(id, new Listed(id, "w" + random.nextInt(2), "s" + random.nextInt(2), own));
      }
      var listing = new Listing(now);
      apply(known, listing.since(told));
      told = listing;
      assertThat(known).isEqualTo(keys(listing));
    }
  }

  private static void apply(Map<String, String> known, Listing.Difference difference) {
    for (var agent : difference.deletedAgents()) known.remove(key(agent));
    for (var workspace : difference.deleted()) known.remove(workspace.id().toString());
    for (var workspace : difference.upserted())
      known.put(workspace.id().toString(), workspace.name() + workspace.status());
    for (var agent : difference.upsertedAgents()) known.put(key(agent), agent.name());
  }

  private static Map<String, String> keys(Listing listing) {
    var keys = new TreeMap<String, String>();
    for (var workspace : listing.workspaces().values()) {
      keys.put(workspace.id().toString(), workspace.name() + workspace.status());
      for (var agent : workspace.allAgents()) keys.put(key(agent), agent.name());
    }
    return keys;
  }

  private static String key(ListedAgent agent) {
    return agent.workspace() + "/" + agent.id();
  }

  private static Listing listing(String name, String status, Map<AgentId, String> agents) {
    return new Listing(Map.of(DEV, new Listed(DEV, name, status, agents)));
  }
}
