package signalbox.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Eventually;
import signalbox.server.testing.Plane;
import signalbox.server.testing.SocketTape;
import signalbox.server.testing.SteppedTicker;
import tools.jackson.databind.json.JsonMapper;

/// Two servers on one database, and a stranger who only knows PostgreSQL.
class ReplicasTest {
  private static final Plane HERE = Plane.open();
  private static final Plane THERE = new Plane(HERE.database, new SteppedTicker());
  private static final String ADMIN = HERE.admin();
  private static int workspaces;

  private final Plane.Workspace dev = HERE.workspace(ADMIN, "w" + ++workspaces, "claude");

  @AfterAll
  static void close() {
    THERE.close();
    HERE.close();
  }

  @Test
  void aReportAtOneReachesEveryKindOfWatcherAtTheOther() {
    var tape = new SocketTape();
    var socket = THERE.socket("/workspaces/" + dev.id() + "/watch-ws", ADMIN, tape);
    try (var watch = THERE.stream("/workspaces/" + dev.id() + "/watch", ADMIN, "");
        var events = THERE.stream("/users/me/workspace-events", ADMIN, "")) {
      watch.await(message -> message.type().equals("data"));
      tape.await(text -> text.contains("\"type\":\"data\""));

      report("Seen from afar");

      watch.await(message -> message.data().contains("Seen from afar"));
      tape.await(text -> text.contains("Seen from afar"));
      events.await(m -> m.type().equals("workspace_event") && isReport(m.data()));
      events.await(m -> m.type().equals("snapshot") && m.data().contains("Seen from afar"));
      socket.abort();
    }
  }

  private boolean isReport(String data) {
    return data.contains("agt_app_status_update") && data.contains(dev.agentId());
  }

  @Test
  void whatAnAgentSaysAtOneIsHeardAtTheOtherAndTheEndThere() {
    var tape = new SocketTape();
    THERE.socket("/workspaceagents/" + dev.agentId() + "/logs?follow", ADMIN, tape);
    assertThat(tape.next()).isEqualTo("[]");
    var body = "{\"logs\":[{\"output\":\"Said afar\"}]}";
    var said = HERE.patch("/workspaceagents/me/logs", dev.agentToken(), body);
    assertThat(said.status()).isEqualTo(200);
    assertThat(tape.next()).contains("Said afar");
    var stop = "{\"transition\":\"stop\"}";
    assertThat(HERE.post("/workspaces/" + dev.id() + "/builds", ADMIN, stop).status())
        .isEqualTo(201);
    THERE.time.advance(Duration.ofSeconds(2));
    assertThat(tape.awaitClose()).startsWith("closed 1000");
  }

  @Test
  void aStrangerWhoListensOnTheOwnersChannelHearsTheContractsJson() throws SQLException {
    var owner = HERE.get("/users/me", ADMIN).text("id");
    try (var connection = connect();
        var sql = connection.createStatement()) {
      sql.execute("LISTEN \"workspace_owner:" + owner + "\"");
      report("Hello, stranger");
      var heard = connection.unwrap(PGConnection.class).getNotifications(20_000);
      assertThat(heard).hasSize(1);
      assertThat(heard[0].getName()).isEqualTo("workspace_owner:" + owner);
      var mapper = new JsonMapper();
      assertThat(mapper.readTree(heard[0].getParameter()))
          .isEqualTo(
              mapper.readTree(
                  "{\"kind\":\"agt_app_status_update\",\"workspace_id\":\"%s\",\"agent_id\":\"%s\"}"
                      .formatted(dev.id(), dev.agentId())));
    }
  }

  @Test
  void whoseListenerIsKilledCatchesUpWithWhatItMissed() throws SQLException {
    try (var watch = THERE.stream("/workspaces/" + dev.id() + "/watch", ADMIN, "")) {
      watch.await(message -> message.type().equals("data"));
      try (var connection = connect();
          var sql = connection.createStatement()) {
        sql.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                + " current_database() AND application_name = 'signalbox bus listener'");
      }
      report("While nobody listened");
      awaitMessage(watch, "While nobody listened");
      awaitConnected();
      report("And afterwards");
      watch.await(message -> message.data().contains("And afterwards"));
    }
  }

  private void report(String message) {
    assertThat(HERE.report(dev.agentToken(), "claude", "working", message).status()).isEqualTo(200);
  }

  private static void awaitConnected() {
    Eventually.await(
        () -> {
          THERE.time.advance(Duration.ofMillis(10));
          return MetricsPage.of(THERE).sum("signalbox_bus_connected") == 1;
        });
  }

  /// Lets the clocks run meanwhile: reconnecting and looking at the log wait for them.
  private static void awaitMessage(EventStream stream, String message) {
    var found = new StringBuilder();
    Eventually.await(
        () -> {
          HERE.time.advance(Duration.ofMillis(10));
          THERE.time.advance(Duration.ofMillis(10));
          stream.soFar().forEach(m -> found.append(m.data()));
          return found.indexOf(message) >= 0;
        });
  }

  private static Connection connect() throws SQLException {
    var database = HERE.database;
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }
}
