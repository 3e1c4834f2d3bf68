package signalbox.server.agentrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static signalbox.server.testing.Eventually.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.agentapi.agent.AgentApi;
import signalbox.agentapi.agent.AppHealth;
import signalbox.agentapi.agent.BatchCreateLogsRequest;
import signalbox.agentapi.agent.BatchCreateLogsResponse;
import signalbox.agentapi.agent.BatchUpdateAppHealthRequest;
import signalbox.agentapi.agent.BatchUpdateAppHealthRequest.HealthUpdate;
import signalbox.agentapi.agent.BatchUpdateAppHealthResponse;
import signalbox.agentapi.agent.BatchUpdateMetadataRequest;
import signalbox.agentapi.agent.BoundaryLog;
import signalbox.agentapi.agent.Connection;
import signalbox.agentapi.agent.GetManifestRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationRequest;
import signalbox.agentapi.agent.GetResourcesMonitoringConfigurationResponse;
import signalbox.agentapi.agent.Lifecycle;
import signalbox.agentapi.agent.Log;
import signalbox.agentapi.agent.Manifest;
import signalbox.agentapi.agent.Metadata;
import signalbox.agentapi.agent.ReportBoundaryLogsRequest;
import signalbox.agentapi.agent.ReportConnectionRequest;
import signalbox.agentapi.agent.Startup;
import signalbox.agentapi.agent.Startup.Subsystem;
import signalbox.agentapi.agent.Stats;
import signalbox.agentapi.agent.Timing;
import signalbox.agentapi.agent.UpdateAppStatusRequest;
import signalbox.agentapi.agent.UpdateLifecycleRequest;
import signalbox.agentapi.agent.UpdateStartupRequest;
import signalbox.agentapi.agent.UpdateStatsRequest;
import signalbox.agentapi.agent.UpdateStatsResponse;
import signalbox.agentapi.agent.WorkspaceAgentMetadata;
import signalbox.agentapi.agent.WorkspaceAgentScriptCompletedRequest;
import signalbox.rpc.drpc.RpcException;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.EventStream;
import signalbox.server.testing.Plane;
import tools.jackson.databind.JsonNode;

/// What each call of the agent service does, and what it answers so that no agent crashes or loops.
@Timeout(60)
class AgentCallsTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static int workspaces;

  private final Plane.Workspace dev = PLANE.workspace(ADMIN, "calls" + workspaces++, "claude,web");
  private final AgentSocket agent = AgentSocket.connect(PLANE, dev.agentToken()).live();
  private final EventStream log = PLANE.stream("/users/me/workspace-events", ADMIN, "");

  @BeforeAll
  static void equip() {
    PLANE.equip(
        "'scripts':[{'name':'install','icon':'','script':'./install.sh','when':'START','cron':'',"
            + "'blocks_login':true,'timeout_seconds':600,'log_path':'install.log'}],"
            + "'metadata':[{'key':'load','display_name':'Load','script':'uptime',"
            + "'interval_seconds':10,'timeout_seconds':2,'order':1}]");
  }

  /// From its first snapshot on a stream shows everything.
  @BeforeEach
  void listen() {
    log.await(m -> m.type().equals("snapshot") && m.data().contains(dev.id()), PLANE.time);
  }

  @AfterEach
  void hangUp() {
    agent.close();
    log.close();
  }

  @AfterAll
  static void close() {
    PLANE.close();
  }

  @Test
  void theManifestHasEverythingWithoutWhichAgentsCrash() throws Exception {
    PLANE.execute(
        "UPDATE agents SET environment = '{\"A\":\"b\"}' WHERE id = '" + dev.agentId() + "'");
    var manifest = manifest();
    assertThat(manifest.getAgentId()).isEqualTo(bytes(dev.agentId()));
    assertThat(manifest.getWorkspaceId()).isEqualTo(bytes(dev.id()));
    assertThat(manifest.getWorkspaceName()).isEqualTo(dev.name());
    assertThat(manifest.getOwnerUsername()).isEqualTo("admin");
    assertThat(manifest.getAgentName()).isEqualTo("main");
    assertThat(manifest.getEnvironmentVariablesMap()).containsEntry("A", "b");
    assertThat(manifest.getDerpMap().hasHomeParams()).isTrue();
    assertThat(manifest.hasParentId()).isFalse();
    assertThat(manifest.getAppsList())
        .extracting(
            app -> app.getSlug(), app -> app.getSharingLevelValue(), app -> app.getHealthValue())
        .containsExactly(tuple("claude", 1, 1), tuple("web", 1, 1));
    assertThat(manifest.getAppsList())
        .allMatch(app -> app.hasHealthcheck() && app.getHealthcheck().hasInterval())
        .allMatch(app -> app.getId().size() == 16);
    var script = manifest.getScripts(0);
    assertThat(script.getId().size() + script.getLogSourceId().size()).isEqualTo(32);
    assertThat(script.getTimeout().getSeconds()).isEqualTo(600);
    // Agents take these nanoseconds for seconds.
    var load = manifest.getMetadata(0);
    assertThat(load.getInterval()).isEqualTo(nanos(10));
    assertThat(load.getTimeout()).isEqualTo(nanos(2));
  }

  @Test
  void everyCallOfTheServiceIsAnsweredOrLeftOutOnPurpose() throws Exception {
    for (var method : AgentApi.getDescriptor().findServiceByName("Agent").getMethods()) {
      try {
        agent.raw(AgentSocket.SERVICE + method.getName(), new byte[0]);
      } catch (RpcException e) {
        if (e.code() == RpcException.UNIMPLEMENTED) {
          assertThat(method.getName()).isIn("CreateSubAgent", "DeleteSubAgent", "PushContextState");
        } else {
          assertThat(e.text()).doesNotContain("unknown rpc").doesNotContain("internal");
        }
      }
    }
  }

  @Test
  void resourcesAreNotMonitoredButTheNumbersAreThere() throws Exception {
    var config =
        agent.call(
            "GetResourcesMonitoringConfiguration",
            GetResourcesMonitoringConfigurationRequest.getDefaultInstance(),
            GetResourcesMonitoringConfigurationResponse.parser());
    assertThat(config.getConfig().getCollectionIntervalSeconds()).isEqualTo(10);
    assertThat(config.getConfig().getNumDatapoints()).isEqualTo(20);
    assertThat(config.hasMemory()).isFalse();
  }

  @Test
  void lifecycleStatesAreStoredWithTheirTimesAndTold() throws Exception {
    var at = Instant.parse("2025-12-31T23:00:00.5Z");
    lifecycle(Lifecycle.State.STARTING, at);
    awaitEvent("agt_lifecycle_update");
    assertThat(agentJson().path("lifecycle_state").asString()).isEqualTo("starting");
    assertThat(agentJson().path("started_at").asString()).isEqualTo("2025-12-31T23:00:00.5Z");
    assertThat(agentJson().has("ready_at")).isFalse();

    lifecycle(Lifecycle.State.START_ERROR, at.plusSeconds(3));
    awaitEvent("agt_lifecycle_update");
    assertThat(agentJson().path("started_at").asString()).isEqualTo("2025-12-31T23:00:00.5Z");
    assertThat(agentJson().path("ready_at").asString()).isEqualTo("2025-12-31T23:00:03.5Z");
    assertThat(agentJson().at("/health/reason").asString())
        .isEqualTo("agent startup script exited with an error");

    agent.is(Lifecycle.State.OFF);
    assertThat(agentJson().at("/health/reason").asString()).isEqualTo("agent is shutting down");
    agent.close();
    await(() -> agentJson().at("/health/reason").asString().equals("agent is not running"));
  }

  @Test
  void aLifecycleThatIsNoneIsAnErrorAndTheConnectionGoesOn() {
    refused("UpdateLifecycle", UpdateLifecycleRequest.getDefaultInstance())
        .hasMessage("a lifecycle is required");
    refused("UpdateLifecycle", life(0)).hasMessage("unknown lifecycle state \"STATE_UNSPECIFIED\"");
    refused("UpdateLifecycle", life(99)).hasMessage("unknown lifecycle state \"99\"");
    var never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE);
    refused(
            "UpdateLifecycle",
            UpdateLifecycleRequest.newBuilder()
                .setLifecycle(
                    Lifecycle.newBuilder().setState(Lifecycle.State.READY).setChangedAt(never))
                .build())
        .hasMessageContaining("years");
    agent.live();
  }

  @Test
  void whatAnAgentIsIsStored() throws Exception {
    agent.call(
        "UpdateStartup",
        startup(
            s ->
                s.addSubsystems(Subsystem.ENVBUILDER)
                    .addSubsystems(Subsystem.ENVBOX)
                    .addSubsystems(Subsystem.ENVBUILDER)),
        Startup.parser());
    assertThat(agentJson().path("version").asString()).isEqualTo("v2.26.6");
    assertThat(agentJson().path("api_version").asString()).isEqualTo("2.11");
    assertThat(agentJson().path("expanded_directory").asString()).isEqualTo("/home/me");
    assertThat(agentJson().path("subsystems"))
        .extracting(JsonNode::asString)
        .containsExactly("envbox", "envbuilder");
    refused("UpdateStartup", startup(s -> s.setVersion("2.26.6")))
        .hasMessage("invalid agent semver version \"2.26.6\"");
    refused("UpdateStartup", startup(s -> s.addSubsystemsValue(9)))
        .hasMessage("invalid agent subsystem \"9\"");
    refused("UpdateStartup", startup(s -> s.setExpandedDirectory("a\0b")))
        .hasMessageContaining("NUL");
  }

  @Test
  void onlyAChangeOfAnAppsHealthIsNews() throws Exception {
    PLANE.execute(
        "UPDATE apps SET healthcheck_url = 'http://localhost', health = 'initializing'"
            + " WHERE slug = 'web' AND agent_id = '"
            + dev.agentId()
            + "'");
    var web = manifest().getApps(1).getId();
    health(web, AppHealth.HEALTHY);
    awaitEvent("app_health");
    assertThat(agentJson().at("/apps/1/health").asString()).isEqualTo("healthy");
    health(web, AppHealth.HEALTHY);
    agent.is(Lifecycle.State.READY);
    assertThat(nextEvent()).contains("agt_lifecycle_update");

    var claude = manifest().getApps(0).getId();
    refused("BatchUpdateAppHealths", healths(claude, 3))
        .hasMessageMatching("workspace app ID \".*\" not found");
    refused("BatchUpdateAppHealths", healths(web, 9)).hasMessageContaining("unknown");
    refused("BatchUpdateAppHealths", healths(ByteString.EMPTY, 3))
        .hasMessageContaining("invalid UUID (got 0 bytes)");
  }

  @Test
  void anAppStatusGoesTheWayOfTheOtherReports() throws Exception {
    status("claude", 0, "Reading <b>tests</b>");
    awaitEvent("agt_app_status_update");
    var said = agentJson().at("/apps/0/statuses/0");
    assertThat(said.path("state").asString()).isEqualTo("working");
    assertThat(said.path("message").asString()).isEqualTo("Reading tests");
    assertThat(said.path("liveness").asString()).isEqualTo("live");
    assertThatThrownBy(() -> status("claude", 0, "x".repeat(161)))
        .hasMessage("Message is too long.");
    assertThatThrownBy(() -> status("claude", 7, "x")).hasMessage("Invalid state: 7");
    assertThatThrownBy(() -> status("nope", 0, "x")).hasMessage("No app found with slug \"nope\"");
  }

  @Test
  void useMovesLastUsedAtAtMostOnceAMinuteAndIsToldWithoutAnAgent() throws Exception {
    stats(null);
    stats(Stats.newBuilder().setConnectionCount(0).build());
    agent.live(PLANE.time, Duration.ofSeconds(70));
    assertThat(lastUsed()).isBefore(PLANE.time.instant().minusSeconds(60));
    stats(Stats.newBuilder().setConnectionCount(2).build());
    PLANE.time.advance(Duration.ofSeconds(1));
    var told = awaitEvent("stats_update");
    assertThat(told.path("agent_id").asString("")).isEmpty();
    assertThat(lastUsed()).isAfter(PLANE.time.instant().minusSeconds(5));
    for (var more = 0; more < 3; more++) {
      stats(Stats.newBuilder().setConnectionCount(2).build());
      PLANE.time.advance(Duration.ofSeconds(5));
    }
    agent.is(Lifecycle.State.READY);
    // A clock that leaps can take the agent for silent in between.
    var next = nextEvent();
    while (next.contains("agt_connection_update")) next = nextEvent();
    assertThat(next).contains("agt_lifecycle_update");
  }

  @Test
  void linesOfALogAreKeptUpToTheLimit() throws Exception {
    var script = manifest().getScripts(0).getLogSourceId();
    assertThat(log(script, 2, "one", "two\0").getLogLimitExceeded()).isFalse();
    awaitEvent("agt_first_logs");
    assertThat(log(script, 9, "three").getLogLimitExceeded()).isFalse();
    assertThat(log(script, 9).getLogLimitExceeded()).isFalse();
    var stored = PLANE.get("/workspaceagents/" + dev.agentId() + "/logs", ADMIN).json();
    assertThat(stored)
        .extracting(l -> l.path("level").asString(), l -> l.path("output").asString())
        .containsExactly(tuple("debug", "one"), tuple("debug", "two❌"), tuple("info", "three"));
    assertThat(log(script, 3, "x".repeat(1 << 20)).getLogLimitExceeded()).isTrue();
    awaitEvent("agt_logs_overflow");
    assertThat(log(script, 3).getLogLimitExceeded()).isTrue();
    refused("BatchCreateLogs", BatchCreateLogsRequest.getDefaultInstance())
        .hasMessage("parse log source ID \"\": invalid UUID (got 0 bytes)");
  }

  @Test
  void whatAnAgentFindsOutIsShown() throws Exception {
    agent.raw(
        AgentSocket.SERVICE + "BatchUpdateMetadata", metadata("load", "0.17\n").toByteArray());
    try (var watch =
        PLANE.stream("/workspaceagents/" + dev.agentId() + "/watch-metadata", ADMIN, "")) {
      await(
          () -> {
            agent.live(PLANE.time, Duration.ofMillis(500));
            return watch.soFar().stream().anyMatch(m -> m.data().contains("\"value\":\"0.17\""));
          });
    }
    refused("BatchUpdateMetadata", metadata("k".repeat(6145), "v"))
        .hasMessage("metadata keys of 6145 bytes exceeded 6144 bytes");
    var without = BatchUpdateMetadataRequest.newBuilder().addMetadata(Metadata.newBuilder());
    refused("BatchUpdateMetadata", without.build()).hasMessageContaining("no result");
  }

  @Test
  void theEndOfAScriptIsRemembered() throws Exception {
    var script = manifest().getScripts(0).getId();
    agent.raw(AgentSocket.SERVICE + "ScriptCompleted", timing(script, 10, 12).toByteArray());
    assertThat(agentJson().at("/scripts/0/status").asString()).isEqualTo("exit_failure");
    assertThat(agentJson().at("/scripts/0/exit_code").asInt()).isEqualTo(3);
    refused("ScriptCompleted", timing(script, 12, 10))
        .hasMessage("script start time cannot be after end time");
    refused("ScriptCompleted", WorkspaceAgentScriptCompletedRequest.getDefaultInstance())
        .hasMessage("script timing is required");
    refused("ScriptCompleted", timing(bytes(UUID.randomUUID().toString()), 1, 2))
        .hasMessageContaining("not found");
  }

  @Test
  void connectionsOfPeopleAreRecordedOnce() throws Exception {
    var id = bytes(UUID.randomUUID().toString());
    for (var twice = 0; twice < 2; twice++) person(id, Connection.Action.CONNECT, "localhost");
    person(id, Connection.Action.DISCONNECT, "fe80::1%eth0");
    PLANE.execute(
        "DO $$ BEGIN ASSERT (SELECT count(*) FROM agent_sessions WHERE agent_id = '%s' AND ip = '127.0.0.1'"
                .formatted(dev.agentId())
            + " AND disconnected_at IS NOT NULL) = 1; END $$");
    refused("ReportConnection", ReportConnectionRequest.getDefaultInstance())
        .hasMessage("connection id from bytes: invalid UUID (got 0 bytes)");
    var strange =
        Connection.newBuilder().setId(id).setAction(Connection.Action.CONNECT).setTypeValue(9);
    refused("ReportConnection", ReportConnectionRequest.newBuilder().setConnection(strange).build())
        .hasMessage("unknown agent connection type \"9\"");
  }

  @Test
  void tooManyBoundaryLogsAreRefused() throws Exception {
    var few = ReportBoundaryLogsRequest.newBuilder().addLogs(BoundaryLog.getDefaultInstance());
    agent.raw(AgentSocket.SERVICE + "ReportBoundaryLogs", few.build().toByteArray());
    for (var more = 0; more < 1000; more++) few.addLogs(BoundaryLog.getDefaultInstance());
    refused("ReportBoundaryLogs", few.build()).hasMessageContaining("1000");
  }

  private Manifest manifest() throws RpcException {
    return agent.call("GetManifest", GetManifestRequest.getDefaultInstance(), Manifest.parser());
  }

  private void lifecycle(Lifecycle.State state, Instant at) throws RpcException {
    var said =
        Lifecycle.newBuilder()
            .setState(state)
            .setChangedAt(
                Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
            .build();
    var request = UpdateLifecycleRequest.newBuilder().setLifecycle(said).build();
    assertThat(agent.call("UpdateLifecycle", request, Lifecycle.parser())).isEqualTo(said);
  }

  private static UpdateLifecycleRequest life(int state) {
    return UpdateLifecycleRequest.newBuilder()
        .setLifecycle(Lifecycle.newBuilder().setStateValue(state))
        .build();
  }

  private static UpdateStartupRequest startup(Consumer<Startup.Builder> change) {
    var startup = Startup.newBuilder().setVersion("v2.26.6").setExpandedDirectory("/home/me");
    change.accept(startup);
    return UpdateStartupRequest.newBuilder().setStartup(startup).build();
  }

  private void health(ByteString app, AppHealth health) throws RpcException {
    agent.call(
        "BatchUpdateAppHealths",
        healths(app, health.getNumber()),
        BatchUpdateAppHealthResponse.parser());
  }

  private static BatchUpdateAppHealthRequest healths(ByteString app, int health) {
    return BatchUpdateAppHealthRequest.newBuilder()
        .addUpdates(HealthUpdate.newBuilder().setId(app).setHealthValue(health))
        .build();
  }

  private void status(String slug, int state, String message) throws RpcException {
    var request =
        UpdateAppStatusRequest.newBuilder()
            .setSlug(slug)
            .setStateValue(state)
            .setMessage(message)
            .build();
    agent.raw(AgentSocket.SERVICE + "UpdateAppStatus", request.toByteArray());
  }

  private void stats(@org.jspecify.annotations.Nullable Stats stats) throws RpcException {
    var request = UpdateStatsRequest.newBuilder();
    if (stats != null) request.setStats(stats);
    var answer = agent.call("UpdateStats", request.build(), UpdateStatsResponse.parser());
    // Agents that are told no interval send nothing more.
    assertThat(answer.getReportInterval().getSeconds()).isEqualTo(30);
  }

  private BatchCreateLogsResponse log(ByteString source, int level, String... lines)
      throws RpcException {
    var request = BatchCreateLogsRequest.newBuilder().setLogSourceId(source);
    for (var line : lines) request.addLogs(Log.newBuilder().setOutput(line).setLevelValue(level));
    return agent.call("BatchCreateLogs", request.build(), BatchCreateLogsResponse.parser());
  }

  private static BatchUpdateMetadataRequest metadata(String key, String value) {
    var result = WorkspaceAgentMetadata.Result.newBuilder().setValue(value);
    return BatchUpdateMetadataRequest.newBuilder()
        .addMetadata(Metadata.newBuilder().setKey(key).setResult(result))
        .build();
  }

  private static WorkspaceAgentScriptCompletedRequest timing(
      ByteString script, long start, long end) {
    return WorkspaceAgentScriptCompletedRequest.newBuilder()
        .setTiming(
            Timing.newBuilder()
                .setScriptId(script)
                .setStart(Timestamp.newBuilder().setSeconds(start))
                .setEnd(Timestamp.newBuilder().setSeconds(end))
                .setExitCode(3)
                .setStatus(Timing.Status.EXIT_FAILURE))
        .build();
  }

  private void person(ByteString id, Connection.Action action, String ip) throws RpcException {
    var connection =
        Connection.newBuilder()
            .setId(id)
            .setAction(action)
            .setType(Connection.Type.SSH)
            .setTimestamp(Timestamp.newBuilder().setSeconds(1))
            .setIp(ip);
    agent.raw(
        AgentSocket.SERVICE + "ReportConnection",
        ReportConnectionRequest.newBuilder().setConnection(connection).build().toByteArray());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      String method, MessageLite request) {
    return assertThatThrownBy(() -> agent.raw(AgentSocket.SERVICE + method, request.toByteArray()))
        .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isZero());
  }

  private JsonNode awaitEvent(String kind) {
    return log.await(m -> isEvent(m) && m.data().contains(kind), PLANE.time).json();
  }

  private String nextEvent() {
    return log.await(this::isEvent, PLANE.time).data();
  }

  private boolean isEvent(EventStream.Message message) {
    return message.type().equals("workspace_event") && message.data().contains(dev.id());
  }

  private JsonNode agentJson() {
    return PLANE.get("/workspaceagents/" + dev.agentId(), ADMIN).json();
  }

  private Instant lastUsed() {
    return Instant.parse(PLANE.get("/workspaces/" + dev.id(), ADMIN).text("last_used_at"));
  }

  private static com.google.protobuf.Duration nanos(int nanos) {
    return com.google.protobuf.Duration.newBuilder().setNanos(nanos).build();
  }

  private static ByteString bytes(String id) {
    return Wire.bytes(UUID.fromString(id));
  }
}
