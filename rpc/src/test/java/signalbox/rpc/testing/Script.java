package signalbox.rpc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import signalbox.rpc.drpc.Call;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.Methods;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.ServerStream;
import signalbox.rpc.testing.Recording.Dir;
import signalbox.rpc.testing.Recording.Said;

/// Handlers that answer as the server of a recording did.
public final class Script implements Methods {
  private static final String UNKNOWN = "/coder.agent.v2.Agent/Nope";
  private static final List<String> STREAMING =
      List.of("/coder.tailnet.v2.Tailnet/Coordinate", "/coder.tailnet.v2.Tailnet/StreamDERPMaps");

  /// One recorded call.
  private static final class Scene {
    private String path = "";
    private final List<byte[]> requests = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
  }

  /// What the server said.
  ///
  /// @param after how many messages of the client came before
  private record Line(int after, RawPacket packet) {}

  private final List<Scene> scenes;

  public Script(Recording recording) {
    var calls = new LinkedHashMap<Map.Entry<Integer, Long>, Scene>();
    for (var said : recording.packets()) {
      add(
          said,
          calls.computeIfAbsent(Map.entry(said.stream(), said.packet().call()), _ -> new Scene()));
    }
    scenes = new CopyOnWriteArrayList<>(calls.values());
  }

  private static void add(Said said, Scene scene) {
    var packet = said.packet();
    if (said.dir() == Dir.FROM_SERVER) scene.lines.add(new Line(scene.requests.size(), packet));
    else if (packet.kind() == RawPacket.INVOKE) scene.path = packet.text();
    else if (packet.kind() == RawPacket.MESSAGE) scene.requests.add(packet.body());
  }

  @Override
  public Optional<Method> find(String path) {
    if (path.equals(UNKNOWN)) return Optional.empty();
    if (STREAMING.contains(path)) return Optional.of(Method.streaming(this::talk));
    return Optional.of(Method.unary(this::answer));
  }

  private byte[] answer(Call call, byte[] request) throws RpcException, InterruptedException {
    var scene = take(call, request);
    if (!scene.lines.isEmpty()) return say(scene.lines.getFirst().packet);
    awaitEnd(call);
    return request;
  }

  private void talk(ServerStream stream) throws RpcException, InterruptedException {
    var first = stream.receive();
    if (first == null) return;
    var received = 1;
    for (var line : take(stream, first).lines) {
      for (; received < line.after; received++) stream.receive();
      if (line.packet.kind() == RawPacket.CLOSE) return;
      stream.send(say(line.packet));
    }
    awaitEnd(stream);
  }

  /// The recorded call with the same first message.
  private Scene take(Call call, byte[] request) throws RpcException {
    var scene =
        scenes.stream()
            .filter(
                s -> s.path.equals(call.path()) && Arrays.equals(s.requests.getFirst(), request))
            .findFirst()
            .orElseThrow(() -> new RpcException("not a recorded call"));
    scenes.remove(scene);
    return scene;
  }

  private static byte[] say(RawPacket packet) throws RpcException {
    if (packet.kind() != RawPacket.ERROR) return packet.body();
    var text = Arrays.copyOfRange(packet.body(), Long.BYTES, packet.body().length);
    throw new RpcException(packet.body()[Long.BYTES - 1], new String(text, UTF_8));
  }

  private static void awaitEnd(Call call) throws InterruptedException {
    var ended = new CountDownLatch(1);
    call.onEnd(ended::countDown);
    ended.await();
  }
}
