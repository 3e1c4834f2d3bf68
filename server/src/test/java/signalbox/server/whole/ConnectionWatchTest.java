package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Plane;
import signalbox.server.testing.SocketTape;

/// Waiting for an agent as the contract has it (`scenarios.md` 20).
class ConnectionWatchTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static final String STARTED =
      "{\"error\":null,\"build_update\":{\"transition\":\"start\",\"job_status\":\"succeeded\"}}";

  @AfterAll
  static void close() {
    PLANE.close();
  }

  /// Scenario 20.
  @Test
  void whoWaitsForAnAgentHearsOfItsBuildAndOfEachOfItsSteps() throws SQLException {
    var dev = PLANE.workspace(ADMIN, "steps", "claude");
    becomes(dev, "ready");
    var tape = watch(dev.id(), "");
    assertThat(tape.next()).isEqualTo(STARTED);
    assertThat(tape.next()).isEqualTo(update(dev, "ready"));
    becomes(dev, "ready");
    assertThat(tape.next()).as("repeats are told").isEqualTo(update(dev, "ready"));
    assertThat(PLANE.report(dev.agentToken(), "claude", "working", "x").status()).isEqualTo(200);
    becomes(dev, "shutting_down");
    assertThat(tape.next()).as("nothing of the report").isEqualTo(update(dev, "shutting_down"));
    PLANE.post("/workspaces/" + dev.id() + "/builds", ADMIN, "{\"transition\":\"stop\"}");
    tape.await(text -> text.contains("\"transition\":\"stop\",\"job_status\":\"succeeded\""));
    assertThat(tape.texts().stream().filter(t -> t.contains("agent_update"))).hasSize(3);
  }

  /// Scenario 20.
  @Test
  void whoWaitsForNobodyIsToldSo() throws SQLException {
    var one = PLANE.workspace(ADMIN, "one", "claude").id();
    assertThat(watch(one, "?agent_name=main").await(text -> text.contains("agent_update")))
        .contains("\"created\"");
    fault(one, "?agent_name=nope", 2, "target agent not found by name");
    equip("(agents || jsonb_build_array((agents -> 0) || '{\"name\": \"second\"}'))");
    var two = PLANE.workspace(ADMIN, "two", "claude").id();
    fault(two, "", 1, "more than one agent on workspace and target not specified");
    equip("'[]'");
    var template = PLANE.get("/templates", ADMIN).json().at("/0/id").asString();
    var body = "{\"template_id\":\"" + template + "\",\"name\":\"none\"}";
    var none = PLANE.post("/users/me/workspaces", ADMIN, body).text("id");
    PLANE.awaitBuild(ADMIN, none, "running");
    fault(none, "", 3, "no agents found for workspace");
  }

  private static void fault(String workspace, String query, int code, String message) {
    var tape = watch(workspace, query);
    assertThat(tape.next()).isEqualTo(STARTED);
    assertThat(tape.next())
        .isEqualTo(
            "{\"error\":{\"code\":%d,\"retryable\":false,\"message\":\"%s\"}}"
                .formatted(code, message));
    assertThat(tape.awaitClose()).isEqualTo("closed 1000 error");
  }

  private static SocketTape watch(String workspace, String query) {
    var tape = new SocketTape();
    PLANE.socket("/workspaces/" + workspace + "/agent-connection-watch" + query, ADMIN, tape);
    return tape;
  }

  private static String update(Plane.Workspace of, String lifecycle) {
    return "{\"error\":null,\"agent_update\":{\"lifecycle\":\"%s\",\"id\":\"%s\"}}"
        .formatted(lifecycle, of.agentId());
  }

  /// As another replica would write it, whose hint was lost: comparing with the log finds it.
  private static void becomes(Plane.Workspace workspace, String lifecycle) throws SQLException {
    execute(
        """
        WITH agent AS (UPDATE agents SET lifecycle_state = '%s' WHERE id = '%s' RETURNING id, workspace_id),
        owner AS (UPDATE owner_counters SET last_seq = last_seq + 1
                    FROM agent JOIN workspaces w ON w.id = agent.workspace_id
                   WHERE owner_counters.owner_id = w.owner_id RETURNING owner_counters.owner_id, last_seq)
        INSERT INTO events (owner_id, seq, kind, workspace_id, agent_id, at)
        SELECT owner_id, last_seq, 'agt_lifecycle_update', workspace_id, id, 'epoch' FROM agent, owner
        """
            .formatted(lifecycle, workspace.agentId()));
    PLANE.time.advance(Duration.ofSeconds(3));
  }

  private static void equip(String agents) throws SQLException {
    execute(
        "UPDATE template_versions SET spec = jsonb_set(spec, '{resources,0,agents}', "
            + agents.replace("agents", "(spec #> '{resources,0,agents}')")
            + ")");
  }

  private static void execute(String statement) throws SQLException {
    var database = PLANE.database;
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
