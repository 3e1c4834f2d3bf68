package signalbox.rpc.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A yamux frame, read and written without the code under test.
///
/// @param length the length of the body, or the value of a frame without one
public record RawFrame(int type, int flags, int stream, int length, byte[] body) {
  public static final int DATA = 0;
  public static final int WINDOW = 1;
  public static final int PING = 2;
  public static final int GO_AWAY = 3;

  public static final int SYN = 1;
  public static final int ACK = 2;
  public static final int FIN = 4;
  public static final int RST = 8;

  private static final int HEAD = 12;
  private static final String[] TYPES = {"Data", "WindowUpdate", "Ping", "GoAway"};
  private static final String[] FLAGS = {" SYN", " ACK", " FIN", " RST"};

  public static RawFrame data(int stream, byte[] body) {
    return new RawFrame(DATA, 0, stream, body.length, body);
  }

  /// A frame without a body.
  public static RawFrame of(int type, int flags, int stream, int value) {
    return new RawFrame(type, flags, stream, value, new byte[0]);
  }

  /// The whole frames at the beginning of the bytes.
  public static List<RawFrame> parse(byte[] bytes) {
    var frames = new ArrayList<RawFrame>();
    var rest = ByteBuffer.wrap(bytes);
    while (rest.remaining() >= HEAD) {
      rest.get();
      int type = rest.get();
      int flags = rest.getShort();
      var stream = rest.getInt();
      var length = rest.getInt();
      var body = new byte[type == DATA ? length : 0];
      if (body.length > rest.remaining()) break;
      rest.get(body);
      frames.add(new RawFrame(type, flags, stream, length, body));
    }
    return frames;
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(HEAD + body.length)
        .put((byte) 0)
        .put((byte) type)
        .putShort((short) flags)
        .putInt(stream)
        .putInt(length)
        .put(body)
        .array();
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// As the recordings write it: `WindowUpdate SYN 1 0`, with stream and length.
  @Override
  public String toString() {
    var text = new StringBuilder(TYPES[type]);
    for (var i = 0; i < FLAGS.length; i++) if (has(1 << i)) text.append(FLAGS[i]);
    return text.append(' ').append(stream).append(' ').append(length).toString();
  }
}
