package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.testing.RawStream;
import signalbox.rpc.testing.Recording;
import signalbox.rpc.testing.Recording.Dir;
import signalbox.rpc.testing.Recording.Said;
import signalbox.rpc.testing.Script;

/// Recorded conversations, with our code in place of one side.
@Timeout(30)
class ReplayTest {
  private static final String FIN = "FIN";

  @ParameterizedTest
  @MethodSource("recordings")
  void aServerWithTheRecordedAnswersSaysTheRecordedPackets(Recording recording) throws Exception {
    replay(recording.whole(), new Pipe());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void itDoesSoWhenTheBytesComeOneByOne(Recording recording) throws Exception {
    if (recording.name().startsWith("l_")) return;
    replay(recording.whole(), new Pipe(Pipe.Cut.BYTES));
  }

  @ParameterizedTest
  @MethodSource("unaryCalls")
  void aClientSaysWhatTheRecordedClientSaid(Recording recording) throws Exception {
    var packets = recording.packets();
    var path = packets.getFirst().packet().text();
    var request = packets.get(1).packet().body();
    var pipe = new Pipe();
    var client = RpcClient.over(pipe.left(), Limits.DEFAULT);
    var end = Pair.run(client.session());
    var called = Thread.ofVirtual().start(() -> call(client, path, request));
    var heard = new Heard(new RawPeer(pipe.right()));
    heard.await(1, heads(packets, 3));
    heard.peer.say(RawFrame.of(RawFrame.WINDOW, RawFrame.ACK, 1, 0));
    for (var said : packets) {
      if (said.dir() == Dir.FROM_SERVER) heard.peer.say(1, said.packet());
    }
    called.join();
    var all = new ArrayList<>(heads(packets, 4));
    all.add(FIN);
    heard.await(1, all);
    heard.peer.finish(1);
    while (client.session().streams() > 0) Thread.onSpinWait();
    client.session().close();
    end.join();
  }

  static Stream<Recording> recordings() {
    return Recording.all();
  }

  static Stream<Recording> unaryCalls() {
    return Recording.all().filter(r -> r.name().matches("[bcdegk]_.*"));
  }

  private static void call(RpcClient client, String path, byte[] request) {
    try {
      client.call(path, request);
    } catch (RpcException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> heads(List<Said> packets, int length) {
    return packets.stream()
        .filter(said -> said.dir() == Dir.FROM_CLIENT)
        .limit(length)
        .map(said -> said.packet().toString())
        .toList();
  }

  private static void replay(Recording recording, Pipe pipe) throws Exception {
    var server =
        RpcServer.over(
            pipe.right(), new Script(recording), Limits.DEFAULT, (_, e) -> e.printStackTrace());
    var end = Pair.run(server);
    var heard = new Heard(new RawPeer(pipe.left()));
    var expected = new Words();
    var answered = new Semaphore(0);
    for (var chunk : recording.chunks()) {
      if (chunk.dir() == Dir.FROM_CLIENT) {
        heard.peer.say(chunk.bytes());
        if (isPong(chunk.raw())) answered.acquire();
      } else {
        if (isPing(chunk.raw())) server.beat(answered::release);
        var topic = Words.topic(chunk.raw());
        heard.await(topic, expected.add(chunk.raw()));
      }
    }
    pipe.left().close();
    end.join();
    heard.all();
    heard.words.said.forEach(
        (topic, said) -> {
          // The recording may end before the server's FIN.
          var words = new ArrayList<>(expected.said.getOrDefault(topic, List.of()));
          if (!words.contains(FIN) && said.contains(FIN)) words.add(FIN);
          assertThat(said).as("stream %d", topic).isEqualTo(Heard.crossed(words, said));
        });
  }

  private static boolean isPing(RawFrame frame) {
    return frame.type() == RawFrame.PING && frame.has(RawFrame.SYN);
  }

  private static boolean isPong(RawFrame frame) {
    return frame.type() == RawFrame.PING && frame.has(RawFrame.ACK);
  }

  /// What was said about each topic, but for acceptances and windows.
  private static final class Words {
    private static final int PONGS = -1;

    private final Map<Integer, RawStream> streams = new HashMap<>();
    private final Map<Integer, List<String>> said = new HashMap<>();

    /// A stream; pings and pongs are topics of their own, because their order means nothing.
    private static int topic(RawFrame frame) {
      return isPong(frame) ? PONGS : frame.stream();
    }

    /// @return all about the frame's topic so far
    private List<String> add(RawFrame frame) {
      var words = about(topic(frame));
      if (frame.type() == RawFrame.PING) words.add(frame.toString());
      streams.computeIfAbsent(frame.stream(), _ -> new RawStream()).hear(frame).stream()
          .map(RawPacket::toString)
          .forEach(words::add);
      if (frame.has(RawFrame.FIN)) words.add(FIN);
      return words;
    }

    private List<String> about(int topic) {
      return said.computeIfAbsent(topic, _ -> new ArrayList<>());
    }
  }

  /// What the session under test says.
  private static final class Heard {
    private final RawPeer peer;
    private final Words words = new Words();

    private Heard(RawPeer peer) {
      this.peer = peer;
    }

    /// Waits until as much has been said about a topic, and compares.
    private void await(int topic, List<String> expected) throws InterruptedException {
      var said = words.about(topic);
      while (said.size() < crossed(expected, said).size() && hear()) {}
      assertThat(said).startsWith(crossed(expected, said).toArray(String[]::new));
    }

    private void all() throws InterruptedException {
      while (hear()) {}
    }

    private boolean hear() throws InterruptedException {
      var next = peer.next();
      next.ifPresent(words::add);
      return next.isPresent();
    }

    /// In one recording the client's Close came before the server's CloseSend, which then was not
    /// said. Whether it is is free.
    private static List<String> crossed(List<String> expected, List<String> said) {
      var last = expected.size() - 1;
      if (last < 1 || !expected.get(last).equals(FIN) || said.size() <= last) return expected;
      if (expected.contains(said.get(last)) || !said.get(last).startsWith("CloseSend")) {
        return expected;
      }
      var words = new ArrayList<>(expected);
      words.add(last, said.get(last));
      return words;
    }
  }
}
