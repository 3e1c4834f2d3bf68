package signalbox.rpc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import signalbox.rpc.Transport;

/// The other end of a session under test: says whatever it likes, frame by frame.
public final class RawPeer {
  private final Transport transport;
  private final ArrayDeque<RawFrame> read = new ArrayDeque<>();
  private byte[] rest = {};

  public RawPeer(Transport transport) {
    this.transport = transport;
  }

  public RawPeer say(RawFrame... frames) throws IOException, InterruptedException {
    for (var frame : frames) say(frame.bytes());
    return this;
  }

  public RawPeer say(byte[] bytes) throws IOException, InterruptedException {
    transport.write(bytes);
    return this;
  }

  public RawPeer sayHex(String hex) throws IOException, InterruptedException {
    return say(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  public RawPeer open(int stream) throws IOException, InterruptedException {
    return say(RawFrame.of(RawFrame.WINDOW, RawFrame.SYN, stream, 0));
  }

  public RawPeer finish(int stream) throws IOException, InterruptedException {
    return say(RawFrame.of(RawFrame.WINDOW, RawFrame.FIN, stream, 0));
  }

  /// The packets in one frame.
  public RawPeer say(int stream, RawPacket... packets) throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    for (var packet : packets) body.writeBytes(packet.bytes());
    return say(RawFrame.data(stream, body.toByteArray()));
  }

  /// Waits for the next frame; empty when the session has closed the connection.
  public Optional<RawFrame> next() throws InterruptedException {
    while (read.isEmpty()) {
      var more = more();
      if (more.length == 0) return Optional.empty();
      var all = new ByteArrayOutputStream();
      all.writeBytes(rest);
      all.writeBytes(more);
      rest = all.toByteArray();
      var used = 0;
      for (var frame : RawFrame.parse(rest)) {
        read.add(frame);
        used += frame.bytes().length;
      }
      rest = Arrays.copyOfRange(rest, used, rest.length);
    }
    return Optional.of(read.remove());
  }

  /// Expects frames, written as the recordings do.
  public RawPeer hear(String... frames) throws InterruptedException {
    for (var frame : frames) {
      assertThat(next()).map(RawFrame::toString).contains(frame);
    }
    return this;
  }

  /// Expects the session to close the connection, without a word or with any.
  public void hearTheEnd() throws InterruptedException {
    while (next().isPresent()) {}
  }

  private byte[] more() throws InterruptedException {
    try {
      var bytes = transport.read();
      return bytes == null ? new byte[0] : bytes;
    } catch (IOException _) {
      return new byte[0];
    }
  }
}
