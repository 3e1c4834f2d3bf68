package signalbox.rpc.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.Recording;
import signalbox.rpc.testing.Recording.Chunk;
import signalbox.rpc.testing.Recording.Dir;

class FrameReaderTest {
  /// Longer conversations are cut at some places only.
  private static final int LONG = 10_000;

  private static final int CUTS = 300;

  @ParameterizedTest
  @MethodSource("recordings")
  void recordedBytesCutAnywhereAreTheRecordedFrames(Recording recording) throws Exception {
    for (var dir : Dir.values()) {
      var bytes = recording.bytes(dir);
      var frames =
          recording.chunks().stream().filter(c -> c.dir() == dir).map(Chunk::frame).toList();
      var bodies = recording.frames(dir).stream().map(f -> ByteBuffer.wrap(f.body())).toList();
      var step = bytes.length < LONG ? 1 : bytes.length / CUTS;
      for (var cut = 0; cut <= bytes.length; cut += step) {
        var read = new Frames();
        read.accept(bytes, 0, cut);
        read.accept(bytes, cut, bytes.length);
        assertThat(read.heads).isEqualTo(frames);
        assertThat(read.bodies).isEqualTo(bodies);
      }
      var read = new Frames();
      for (var i = 0; i < bytes.length; i++) read.accept(bytes, i, i + 1);
      assertThat(read.heads).isEqualTo(frames);
      assertThat(read.bodies).isEqualTo(bodies);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void framesOfManyStreamsCutAtRandomAreTheSameFrames(long seed) throws Exception {
    var random = new Random(seed);
    var frames = Stream.generate(() -> randomFrame(random)).limit(500).map(f -> f.bytes()).toList();
    var all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    var bytes = all.toByteArray();
    var read = new Frames();
    for (int from = 0, to; from < bytes.length; from = to) {
      to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 15 : 3000));
      read.accept(bytes, from, to);
    }
    assertThat(read.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void headersAreWrittenAsTheyAreRead(Header.Type type) throws Exception {
    var header = new Header(type, 0xffff, 0xffffffff, 0xffffffffL);
    var buffer = ByteBuffer.allocate(Header.BYTES);
    header.putInto(buffer);
    assertThat(Header.takeFrom(buffer.flip())).isEqualTo(header);
  }

  @Test
  void anUnknownVersionOrTypeEndsTheSession() {
    assertThatThrownBy(() -> Header.takeFrom(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 0, 0})))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("version 1");
    assertThatThrownBy(() -> Header.takeFrom(ByteBuffer.wrap(new byte[] {0, 4, 0, 0, 0, 0})))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("frame type 4");
  }

  static Stream<Recording> recordings() {
    return Recording.all();
  }

  private static RawFrame randomFrame(Random random) {
    var stream = 1 + 2 * random.nextInt(100);
    if (random.nextBoolean()) {
      return RawFrame.of(1 + random.nextInt(3), random.nextInt(1 << 16), stream, random.nextInt());
    }
    var body = new byte[random.nextInt(random.nextBoolean() ? 10 : 5000)];
    random.nextBytes(body);
    return RawFrame.data(stream, body);
  }

  /// What a reader finds.
  private static final class Frames implements FrameReader.Sink {
    private final FrameReader reader = new FrameReader(this);
    private final List<Header> headers = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private final List<ByteBuffer> bodies = new ArrayList<>();
    private ByteArrayOutputStream body = new ByteArrayOutputStream();

    void accept(byte[] bytes, int from, int to) throws Exception {
      reader.accept(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
    }

    @Override
    public void begin(Header header) {
      headers.add(header);
      var raw = ByteBuffer.allocate(Header.BYTES);
      header.putInto(raw);
      heads.add(RawFrame.of(raw.get(1), raw.getShort(2), raw.getInt(4), raw.getInt(8)).toString());
    }

    @Override
    public void body(ByteBuffer piece) {
      assertThat(piece.hasRemaining()).isTrue();
      var bytes = new byte[piece.remaining()];
      piece.get(bytes);
      body.writeBytes(bytes);
    }

    @Override
    public void end(Header header) {
      assertThat(header).isSameAs(headers.getLast());
      assertThat(body.size()).isEqualTo(header.bodyLength());
      bodies.add(ByteBuffer.wrap(body.toByteArray()));
      body = new ByteArrayOutputStream();
    }

    byte[] bytes() {
      var all = new ByteArrayOutputStream();
      for (var i = 0; i < headers.size(); i++) {
        var head = ByteBuffer.allocate(Header.BYTES);
        headers.get(i).putInto(head);
        all.writeBytes(head.array());
        all.writeBytes(bodies.get(i).array());
      }
      return all.toByteArray();
    }
  }
}
