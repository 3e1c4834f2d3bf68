package signalbox.rpc.drpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.Recording;
import signalbox.rpc.testing.Recording.Chunk;
import signalbox.rpc.testing.Recording.Dir;

class PacketReaderTest {
  /// Longer conversations are cut at some places only.
  private static final int LONG = 10_000;

  private static final int CUTS = 300;
  private static final int PACKET_MAX = 1 << 20;

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedBytesCutAnywhereAreTheRecordedPackets(Recording recording) throws Exception {
    for (var dir : Dir.values()) {
      for (var stream : recording.bodies(dir).entrySet()) {
        var bytes = stream.getValue();
        var packets = RawPacket.parse(bytes);
        assertThat(described(recording, dir, stream.getKey()))
            .isIn(List.of(), packets.stream().map(RawPacket::head).toList());
        var step = bytes.length < LONG ? 1 : bytes.length / CUTS;
        for (var cut = 0; cut <= bytes.length; cut += step) {
          var read = new Packets();
          read.accept(Arrays.copyOf(bytes, cut));
          read.accept(Arrays.copyOfRange(bytes, cut, bytes.length));
          assertThat(read.all).isEqualTo(packets);
          assertThat(read.wireBytes).isEqualTo(bytes.length);
        }
        var read = new Packets();
        for (var b : bytes) read.accept(b);
        assertThat(read.all).isEqualTo(packets);
        assertThat(read.held.bytes()).isZero();
      }
    }
  }

  /// The test bytes of the contract.
  @ParameterizedTest
  @CsvSource({
    "03010121 2f636f6465722e6167656e742e76322e4167656e742f4765744d616e6966657374, INVOKE, 1",
    "05010200, MESSAGE, 2",
    "0d010300, CLOSE_SEND, 3",
    "07010115 000000000000000c 556e696d706c656d656e746564, ERROR, 1",
    "89010400, CANCEL, 4",
    "0b010400, CLOSE, 4"
  })
  void eachKindIsRead(String hex, Kind kind, long message) throws Exception {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    var read = new Packets();
    read.accept(bytes);
    assertThat(read.all).hasSize(1);
    assertThat(read.all.getFirst().kind()).isEqualTo(kind.code());
    assertThat(read.all.getFirst().message()).isEqualTo(message);
    assertThat(read.all.getFirst().bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void packetsInAnyFramesCutAtRandomAreTheSamePackets(long seed) throws Exception {
    var random = new Random(seed);
    var packets = new ArrayList<RawPacket>();
    var bytes = new ByteArrayOutputStream();
    for (var message = 1L; message <= 200; message += 1 + random.nextInt(2)) {
      var body = new byte[random.nextInt(random.nextBoolean() ? 3 : 2000)];
      random.nextBytes(body);
      var packet = new RawPacket(1 + random.nextInt(7), 1 + message / 50, message, body);
      packets.add(packet);
      writeInFrames(packet, random, bytes);
    }
    var read = new Packets();
    var all = bytes.toByteArray();
    for (int from = 0, to; from < all.length; from = to) {
      to = Math.min(all.length, from + 1 + random.nextInt(random.nextBoolean() ? 4 : 900));
      read.accept(Arrays.copyOfRange(all, from, to));
    }
    assertThat(read.all).isEqualTo(packets);
    assertThat(read.wireBytes).isEqualTo(all.length);
    assertThat(read.held.bytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "05010200 05010100, ids go backwards",
    "05010200 05010200, ids go backwards",
    "05020100 05010200, ids go backwards",
    "05000100, ids go backwards",
    "05010000, ids go backwards",
    "04010200 07010200, the kind changes inside a packet",
    "11010100, kind 8",
    "01010100, kind 0",
    "05ffffffffffffffffff02, a number of more than 64 bits",
    "05ffffffffffffffffffff01, a number of more than 64 bits",
    "050101ffffffffffffffffff01, a packet of more than 1048576 bytes",
    "0501018180c000, a packet of more than 1048576 bytes"
  })
  void whatTheRulesForbidEndsTheStream(String hex, String message) {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> new Packets().accept(bytes))
        .isInstanceOf(DrpcException.class)
        .hasMessage(message);
  }

  @Test
  void aPacketIsNotLongerThanTheLimitOverAllItsFrames() throws Exception {
    var read = new Packets();
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(HexFormat.of().parseHex("040101808020"));
    frame.writeBytes(new byte[PACKET_MAX / 2]);
    read.accept(frame.toByteArray());
    read.accept(frame.toByteArray());
    assertThatThrownBy(() -> read.accept(HexFormat.of().parseHex("0501010100")))
        .isInstanceOf(DrpcException.class);
  }

  @Test
  void aHigherIdDropsAnUndonePacket() throws Exception {
    var read = new Packets();
    read.accept(HexFormat.of().parseHex("04010103616263" + "0501020178"));
    assertThat(read.all).extracting(RawPacket::text).containsExactly("x");
    assertThat(read.held.bytes()).isZero();
  }

  @Test
  void anUnknownKindWithTheControlBitIsIgnored() throws Exception {
    var read = new Packets();
    read.accept(HexFormat.of().parseHex("0401020161" + "9109010378797a" + "0501020162"));
    assertThat(read.all).extracting(RawPacket::text).containsExactly("ab");
  }

  @Test
  void whatIsNotDoneIsHeldAndReleased() throws Exception {
    var read = new Packets();
    read.accept(HexFormat.of().parseHex("04010103616263"));
    assertThat(read.held.bytes()).isEqualTo(3);
    read.reader.discard();
    assertThat(read.held.bytes()).isZero();
  }

  static Stream<Recording> recordings() {
    return Recording.all();
  }

  private static List<String> described(Recording recording, Dir dir, int stream) {
    return recording.chunks().stream()
        .filter(chunk -> chunk.dir() == dir && chunk.raw().stream() == stream)
        .map(Chunk::packets)
        .flatMap(List::stream)
        .toList();
  }

  private static void writeInFrames(RawPacket packet, Random random, ByteArrayOutputStream out) {
    var body = packet.body();
    var from = 0;
    do {
      var length = random.nextInt(body.length - from + 1);
      var done = from + length == body.length;
      out.write((packet.kind() << 1) | (done ? 1 : 0));
      RawPacket.varint(packet.call(), out);
      RawPacket.varint(packet.message(), out);
      RawPacket.varint(length, out);
      out.write(body, from, length);
      from += length;
      if (done) return;
    } while (true);
  }

  /// What a reader finds.
  private static final class Packets implements PacketReader.Sink {
    private final Held held = new Held(Long.MAX_VALUE);
    private final PacketReader reader = new PacketReader(this, PACKET_MAX, held);
    private final List<RawPacket> all = new ArrayList<>();
    private long wireBytes;

    void accept(byte... bytes) throws IOException {
      reader.accept(ByteBuffer.wrap(bytes));
    }

    @Override
    public void packet(Packet packet, int wireBytes) {
      this.wireBytes += wireBytes;
      all.add(new RawPacket(packet.kind().code(), packet.call(), packet.message(), packet.body()));
    }

    @Override
    public void partial(int wireBytes) {
      this.wireBytes += wireBytes;
    }
  }
}
