package signalbox.server.agentrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.agentapi.tailnet.CoordinateRequest;
import signalbox.agentapi.tailnet.CoordinateResponse;
import signalbox.agentapi.tailnet.DERPMap;
import signalbox.rpc.drpc.ClientStream;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Plane;

/// Who is let in to the socket, what holds it open, and what ends it.
@Timeout(60)
class AgentSocketTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static final Plane.Workspace DEV = PLANE.workspace(ADMIN, "dev", "claude");
  private static final String RPC = "/api/v2/workspaceagents/me/rpc";

  @AfterAll
  static void close() {
    PLANE.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?version=2.0", "?version=2.13&role=agent", "?version=2.99&role="})
  void everyVersionOfTheSameMajorIsSpoken(String query) throws Exception {
    AgentSocket.dial(PLANE.uri(RPC + query), DEV.agentToken()).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3.0 | server is at version 2.11, behind requested major version 3.0",
        "1.0 | version 1.0 is no longer supported",
        "abc | invalid version string: abc",
        "2 | invalid version string: 2",
        "2.-1 | invalid version string: 2.-1",
      })
  void otherVersionsAreRefused(String version, String detail) {
    var refused = refused("?version=" + version, DEV.agentToken());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Unknown or unsupported API version");
    assertThat(refused.json().at("/validations/0/field").asString()).isEqualTo("version");
    assertThat(refused.json().at("/validations/0/detail").asString()).isEqualTo(detail);
  }

  @Test
  void whoHasNoTokenIsToldSoBeforeTheVersionIsLookedAt() {
    assertThat(refused("?version=9.9", "").message())
        .isEqualTo("Cookie \"coder_session_token\" must be provided.");
    var malformed = refused("", "abc");
    assertThat(malformed.message()).isEqualTo("Workspace agent token invalid.");
    assertThat(malformed.detail()).isEqualTo("An agent token must be a valid UUIDv4. (len 3)");
    var unknown = refused("", UUID.randomUUID().toString());
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.message()).isEqualTo("Workspace agent not authorized.");
  }

  @Test
  void mapsOfRelaysAreEmptyButValidAndHeldOpen() throws Exception {
    try (var agent = AgentSocket.connect(PLANE, DEV.agentToken());
        var maps = agent.open(AgentSocket.TAILNET + "StreamDERPMaps")) {
      maps.send(new byte[0]);
      maps.closeSend();
      var map = DERPMap.parseFrom(received(maps));
      assertThat(map.hasHomeParams()).isTrue();
      assertThat(map.getRegionsCount()).isZero();
      assertOpen(agent, maps);
    }
  }

  @Test
  void coordinateIsHeldUntilTheAgentDisconnects() throws Exception {
    try (var agent = AgentSocket.connect(PLANE, DEV.agentToken());
        var coordinate = agent.open(AgentSocket.TAILNET + "Coordinate")) {
      assertOpen(agent, coordinate);
      coordinate.send(CoordinateRequest.getDefaultInstance().toByteArray());
      assertOpen(agent, coordinate);
      coordinate.send(
          CoordinateRequest.newBuilder()
              .setDisconnect(CoordinateRequest.Disconnect.getDefaultInstance())
              .build()
              .toByteArray());
      assertThat(coordinate.receive()).isNull();
    }
  }

  @Test
  void anAgentTakesItsOwnAddressesAndNoOthers() throws Exception {
    var id = DEV.agentId().replace("-", "");
    var own = "fd7a:115c:a1e0:" + id.substring(12).replaceAll("(.{4})(?!$)", "$1:") + "/128";
    try (var agent = AgentSocket.connect(PLANE, DEV.agentToken());
        var coordinate = agent.open(AgentSocket.TAILNET + "Coordinate")) {
      coordinate.send(address(own));
      assertOpen(agent, coordinate);
      coordinate.send(address("fd7a:115c:a1e0::1/128"));
      assertThat(CoordinateResponse.parseFrom(received(coordinate)).getError())
          .isEqualTo("authorization: invalid node address, got fd7a:115c:a1e0::1");
      assertThat(coordinate.receive()).isNull();
    }
  }

  @Test
  void hostileBytesEndTheirOwnSocketOnly() throws Exception {
    try (var agent = AgentSocket.connect(PLANE, DEV.agentToken(), "role=other")) {
      var random = new Random(7);
      for (var attempt = 0; attempt < 20; attempt++) {
        var socket = AgentSocket.dial(PLANE.uri(RPC + "?role=other"), DEV.agentToken());
        var bytes = new byte[1 + random.nextInt(4000)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (attempt % 2 == 0 ? 0 : 1 + random.nextInt(255));
        if (bytes[0] == 0 && bytes.length > 1) bytes[1] = (byte) random.nextInt(5);
        socket.write(bytes);
        if (attempt % 2 == 1) assertThat(socket.awaitClose()).startsWith("1000");
        else socket.close();
      }
      agent.live();
    }
  }

  private static void assertOpen(AgentSocket agent, ClientStream stream) throws Exception {
    agent.live();
    var waiting = Thread.ofVirtual().start(() -> receiveQuietly(stream));
    agent.live();
    assertThat(waiting.isAlive()).isTrue();
    waiting.interrupt();
    waiting.join();
  }

  private static void receiveQuietly(ClientStream stream) {
    try {
      stream.receive();
    } catch (Exception _) {
      // It was interrupted.
    }
  }

  private static byte[] received(ClientStream stream) throws Exception {
    var message = stream.receive();
    if (message == null) throw new AssertionError("it ended");
    return message;
  }

  private static byte[] address(String prefix) {
    var node = signalbox.agentapi.tailnet.Node.newBuilder().addAddresses(prefix);
    return CoordinateRequest.newBuilder()
        .setUpdateSelf(CoordinateRequest.UpdateSelf.newBuilder().setNode(node))
        .build()
        .toByteArray();
  }

  private static Answer refused(String query, String token) {
    try (var _ = AgentSocket.dial(PLANE.uri(RPC + query), token)) {
      throw new AssertionError("let in");
    } catch (IOException e) {
      if (!(e.getCause() instanceof WebSocketHandshakeException refusal))
        throw new AssertionError(e);
      HttpResponse<?> response = refusal.getResponse();
      var path = "/workspaceagents/me/rpc" + query;
      // The library does not give the body of a refusal; a plain request gets the same one.
      var answer = PLANE.send("GET", path, token, null);
      assertThat(answer.status()).isEqualTo(response.statusCode());
      return answer;
    }
  }
}
