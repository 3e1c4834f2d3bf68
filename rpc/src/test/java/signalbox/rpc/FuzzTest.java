package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.drpc.RpcClient;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Echoes;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.testing.Recording;
import signalbox.rpc.testing.Recording.Dir;

/// Bytes that no honest peer sends. Whatever comes, the session ends with its connection, all
/// handlers and callers end with it, and nothing but that is thrown.
@Timeout(120)
class FuzzTest {
  private static final Limits LIMITS = new Limits(8, 100_000, 300_000);
  private static final List<Recording> RECORDINGS =
      Recording.all().filter(r -> !r.name().startsWith("l_")).toList();

  @Test
  void aServerSurvivesDamagedConversations() throws Exception {
    for (var seed : seeds(1500)) attackServer(damaged(seed, Dir.FROM_CLIENT), seed);
  }

  @Test
  void aServerSurvivesFramesAtRandom() throws Exception {
    for (var seed : seeds(1500)) attackServer(frames(seed), seed);
  }

  @Test
  void aClientSurvivesDamagedConversations() throws Exception {
    for (var seed : seeds(700)) attackClient(damaged(seed, Dir.FROM_SERVER), seed);
  }

  @Test
  void aClientSurvivesFramesAtRandom() throws Exception {
    for (var seed : seeds(700)) attackClient(frames(seed), seed);
  }

  @Test
  @Tag("slow")
  void noneOfThemMindsMuchMoreOfIt() throws Exception {
    for (var seed : LongStream.range(10_000, 25_000).toArray()) {
      attackServer(damaged(seed, Dir.FROM_CLIENT), seed);
      attackServer(frames(seed), seed);
      attackClient(damaged(seed, Dir.FROM_SERVER), seed);
      attackClient(frames(seed), seed);
    }
  }

  private static long[] seeds(int count) {
    return LongStream.range(0, count).toArray();
  }

  private static void attackServer(byte[] bytes, long seed) throws Exception {
    var echoes = new Echoes();
    var failures = new CopyOnWriteArrayList<Throwable>();
    var pipe = new Pipe(Pipe.Cut.random(seed));
    var server = RpcServer.over(pipe.right(), echoes, LIMITS, (_, e) -> failures.add(e));
    var end = Pair.run(server);
    var drain = drain(pipe.left());
    attack(pipe, bytes);
    assertThat(end.get()).as("seed %d", seed).isNotNull();
    drain.join();
    echoes.awaitNone();
    assertThat(server.streams()).isZero();
    assertThat(failures).isEmpty();
  }

  private static void attackClient(byte[] bytes, long seed) throws Exception {
    var pipe = new Pipe(Pipe.Cut.random(seed));
    var client = RpcClient.over(pipe.right(), LIMITS);
    var end = Pair.run(client.session());
    var drain = drain(pipe.left());
    var callers =
        List.of(
            caller(() -> client.call("/unary", new byte[3])),
            caller(() -> client.open("/echo").receive()),
            caller(
                () -> {
                  try (var call = client.open("/echo")) {
                    while (true) call.send(new byte[5000]);
                  }
                }));
    attack(pipe, bytes);
    assertThat(end.get()).as("seed %d", seed).isNotNull();
    drain.join();
    for (var caller : callers) caller.join();
    assertThat(client.session().streams()).isZero();
  }

  private static void attack(Pipe pipe, byte[] bytes) throws InterruptedException {
    try {
      pipe.left().write(bytes);
    } catch (IOException _) {
      // It has had enough.
    }
    pipe.left().finish();
  }

  private static Thread drain(Pipe.End end) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                new RawPeer(end).hearTheEnd();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private interface Calling {
    void call() throws RpcException, InterruptedException;
  }

  private static Thread caller(Calling calling) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                calling.call();
              } catch (RpcException | InterruptedException _) {
                // What the attack says, or the end.
              }
            });
  }

  /// A recorded conversation with some of its bytes changed, lost, doubled or made up.
  private static byte[] damaged(long seed, Dir dir) {
    var random = new Random(seed);
    var bytes = RECORDINGS.get(random.nextInt(RECORDINGS.size())).bytes(dir);
    for (var i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
      bytes = damage(bytes, random);
    }
    return bytes;
  }

  private static byte[] damage(byte[] bytes, Random random) {
    var from = random.nextInt(bytes.length);
    var to = Math.min(bytes.length, from + 1 + random.nextInt(30));
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> out.write(bytes[from] ^ (1 << random.nextInt(8)));
      case 1 -> {
        out.write(bytes, from, to - from);
        out.write(bytes, from, to - from);
      }
      case 2 -> out.write(random.nextInt());
      default -> {
        // They are lost.
      }
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  /// Frames that make some sense, about few streams, with packets that make some.
  private static byte[] frames(long seed) {
    var random = new Random(seed);
    var out = new ByteArrayOutputStream();
    for (var i = random.nextInt(200); i >= 0; i--) {
      var stream = random.nextInt(12);
      var flags = random.nextInt(4) == 0 ? 1 << random.nextInt(4) : 0;
      var frame =
          switch (random.nextInt(8)) {
            case 0 -> RawFrame.of(RawFrame.WINDOW, RawFrame.SYN, stream | 1, 0);
            case 1 -> RawFrame.of(RawFrame.WINDOW, flags, stream, random.nextInt(1000));
            case 2 -> RawFrame.of(RawFrame.PING, flags, 0, random.nextInt(3));
            case 3 ->
                new RawFrame(RawFrame.DATA, flags, stream, 3, Arrays.copyOf(packet(random), 3));
            default -> RawFrame.data(stream | 1, packet(random));
          };
      out.writeBytes(frame.bytes());
    }
    return out.toByteArray();
  }

  private static byte[] packet(Random random) {
    var path = List.of(Echoes.UNARY, Echoes.ECHO, Echoes.WAIT, Echoes.FAIL).get(random.nextInt(4));
    var kind = 1 + random.nextInt(random.nextInt(20) == 0 ? 60 : 7);
    var body = kind == RawPacket.INVOKE ? path : "x".repeat(random.nextInt(500));
    var packet = RawPacket.of(kind, 1 + random.nextInt(random.nextBoolean() ? 3 : 300), body);
    var bytes = packet.bytes();
    if (random.nextInt(4) == 0) bytes[0] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }
}
