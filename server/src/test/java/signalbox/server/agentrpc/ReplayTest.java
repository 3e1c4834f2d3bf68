package signalbox.server.agentrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import signalbox.server.agentrpc.Conversation.Frame;
import signalbox.server.agentrpc.Conversation.Packet;
import signalbox.server.testing.AgentSocket;
import signalbox.server.testing.ClientSocket;
import signalbox.server.testing.Plane;

/// Bytes of a real agent, said to a whole server: it answers the same packets in the same order as
/// the real server did, and nothing that a real client stumbles over.
@Timeout(20)
class ReplayTest {
  private static final Plane PLANE = Plane.open();
  private static final String ADMIN = PLANE.admin();
  private static final Plane.Workspace DEV = PLANE.workspace(ADMIN, "dev", "claude");

  /// Where our answers differ from the recorded ones in what they hold: ids and names of our own, a
  /// network without relays, no monitors.
  private static final Set<String> OURS =
      Set.of(
          "a_yamux_start",
          "b_get_manifest",
          "k_get_resources_monitoring",
          "f_update_stats_first",
          "f_update_stats",
          "h_stream_derp_maps",
          "h_stream_derp_maps_client",
          "p_stream_cancel",
          "p_stream_close",
          "p_stream_fin",
          "i_graceful_close",
          "j_reconnect",
          "j_abrupt_kill");

  @BeforeAll
  static void haveWhatTheyTalkAbout() {
    for (var name : List.of("k_script_completed", "k_script_completed_stop", "i_graceful_close")) {
      for (var script : values(name, "script_id")) haveScript(script);
    }
    var apps = values("k_batch_update_app_healths", "id");
    for (var app : apps) haveApp(app);
  }

  @AfterAll
  static void close() {
    PLANE.close();
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void aRealAgentIsAnsweredAsByARealServer(String name) throws Exception {
    var conversation = Conversation.read(name);
    try (var socket =
        AgentSocket.dial(PLANE.uri("/api/v2/workspaceagents/me/rpc"), DEV.agentToken())) {
      var heard = new Heard(socket, conversation);
      for (var i = 0; i < conversation.frames().size(); i++) {
        var frame = conversation.frames().get(i);
        if (frame.fromClient()) socket.write(frame.bytes());
        else if (frame.isData()) heard.await(frame.stream(), i + 1);
      }
      heard.finish();
      heard.compare();
    }
    switch (name) {
      case "i_graceful_close" -> await(() -> agent("lifecycle_state").equals("off"));
      case "j_abrupt_kill" -> await(() -> agent("status").equals("disconnected"));
      default -> {}
    }
  }

  static Stream<String> conversations() {
    return Conversation.names().stream()
        .filter(name -> name.matches("[abcdefghijkp]_.*"))
        // Nobody has tunnels here, and tokens to resume them.
        .filter(name -> !name.matches("h_coordinate_.*|k_refresh_resume_token"));
  }

  private static String agent(String key) {
    return PLANE.get("/workspaceagents/" + DEV.agentId(), ADMIN).text(key);
  }

  private static void haveScript(String id) {
    var source = "'" + id + "'";
    PLANE.execute(
        "INSERT INTO agent_log_sources (agent_id, id, display_name, created_at) VALUES ('%s', %s, 'x', now()) ON CONFLICT DO NOTHING"
            .formatted(DEV.agentId(), source));
    PLANE.execute(
        "INSERT INTO agent_scripts (id, agent_id, number, log_source_id, display_name, script)"
            + " VALUES (%s, '%s', 1, %s, 'x', 'x') ON CONFLICT DO NOTHING"
                .formatted(source, DEV.agentId(), source));
  }

  private static void haveApp(String id) {
    PLANE.execute(
        "INSERT INTO apps (id, workspace_id, agent_name, slug, agent_id, health, healthcheck_url, created_at)"
            + " VALUES ('%s', '%s', 'main', '%s', '%s', 'initializing', 'http://x', now())"
                .formatted(id, DEV.id(), id, DEV.agentId()));
  }

  /// The ids that a recording names under a key.
  private static List<String> values(String name, String key) {
    return Conversation.read(name).json().findValuesAsString(key).stream()
        .map(ReplayTest::uuid)
        .distinct()
        .toList();
  }

  private static String uuid(String text) {
    return text.contains("-")
        ? text
        : text.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  /// What the server says.
  private static final class Heard {
    private final ClientSocket socket;
    private final Conversation conversation;
    private final List<Frame> frames = new ArrayList<>();
    private byte[] rest = new byte[0];

    Heard(ClientSocket socket, Conversation conversation) {
      this.socket = socket;
      this.conversation = conversation;
    }

    /// Waits until as much has been said on a stream as in the recording up to a place.
    void await(int stream, int upTo) throws IOException, InterruptedException {
      var expected = count(conversation.packets(false, upTo), stream);
      while (count(said(), stream) < expected) hear();
    }

    /// Waits for the FIN of each stream that the client has finished.
    void finish() throws IOException, InterruptedException {
      for (var frame : conversation.frames()) {
        if (!frame.fromClient() || !frame.has(Conversation.FIN)) continue;
        while (fins(frame.stream()) == 0) hear();
      }
    }

    void compare() {
      var expected = conversation.packets(false, conversation.frames().size());
      var said = said();
      expected.forEach(
          (stream, packets) -> {
            var ours = new ArrayList<>(said.getOrDefault(stream, List.of()));
            // In some recordings the client's Close came before the server's CloseSend.
            if (ours.size() == packets.size() + 1 && ours.getLast().kind() == Packet.CLOSE_SEND) {
              ours.removeLast();
            }
            assertThat(ours).extracting(Conversation::text).isEqualTo(texts(packets));
            if (!OURS.contains(conversation.name())) {
              assertThat(ours)
                  .extracting(p -> hex(p))
                  .isEqualTo(packets.stream().map(Heard::hex).toList());
            }
            assertThat(fins(stream)).isLessThanOrEqualTo(1);
          });
    }

    private static List<String> texts(List<Packet> packets) {
      return packets.stream().map(Conversation::text).toList();
    }

    private static String hex(Packet packet) {
      return packet.call() + " " + HexFormat.of().formatHex(packet.body());
    }

    private long fins(int stream) {
      return frames.stream().filter(f -> f.stream() == stream && f.has(Conversation.FIN)).count();
    }

    private Map<Integer, List<Packet>> said() {
      return new Conversation("", conversation.json(), frames).packets(false, frames.size());
    }

    private static int count(Map<Integer, List<Packet>> packets, int stream) {
      return packets.getOrDefault(stream, List.of()).size();
    }

    private void hear() throws IOException, InterruptedException {
      var bytes = socket.read();
      if (bytes == null) throw new AssertionError("the server has closed");
      var all = new ByteArrayOutputStream();
      all.writeBytes(rest);
      all.writeBytes(bytes);
      rest = all.toByteArray();
      for (var next = Conversation.first(rest); next.isPresent(); next = Conversation.first(rest)) {
        frames.add(next.get());
        rest = Arrays.copyOfRange(rest, next.get().bytes().length, rest.length);
      }
    }
  }
}
