package signalbox.rpc.yamux;

import java.nio.ByteBuffer;

/// The head of every frame: `version u8 = 0 | type u8 | flags u16 | stream u32 | length u32`, big
/// endian.
///
/// @param stream 0 for what concerns the whole session
/// @param length of the body for DATA; otherwise a value: the window's growth, the ping's number,
///   the reason for going away. Unsigned, 32 bits
record Header(Type type, int flags, int stream, long length) {
  static final int BYTES = 12;

  /// Opens a stream, or asks for a pong.
  static final int SYN = 1;

  /// Accepts a stream, or is a pong.
  static final int ACK = 2;

  /// Who sends it will send no more on this stream.
  static final int FIN = 4;

  /// The stream is dead, both ways.
  static final int RST = 8;

  enum Type {
    DATA(0),
    WINDOW_UPDATE(1),
    PING(2),
    GO_AWAY(3);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    private static Type of(int code) throws ProtocolException {
      return switch (code) {
        case 0 -> DATA;
        case 1 -> WINDOW_UPDATE;
        case 2 -> PING;
        case 3 -> GO_AWAY;
        default -> throw new ProtocolException("frame type " + code);
      };
    }
  }

  /// A frame without a body about one stream: a grant of window, or a flag alone.
  static Header about(int stream, int flags, long delta) {
    return new Header(Type.WINDOW_UPDATE, flags, stream, delta);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /// How many bytes follow.
  long bodyLength() {
    return type == Type.DATA ? length : 0;
  }

  void putInto(ByteBuffer buffer) {
    buffer
        .put((byte) 0)
        .put((byte) type.code)
        .putShort((short) flags)
        .putInt(stream)
        .putInt((int) length);
  }

  /// Takes [#BYTES] from the buffer.
  static Header takeFrom(ByteBuffer buffer) throws ProtocolException {
    var version = buffer.get();
    if (version != 0) throw new ProtocolException("version " + version);
    return new Header(
        Type.of(Byte.toUnsignedInt(buffer.get())),
        Short.toUnsignedInt(buffer.getShort()),
        buffer.getInt(),
        Integer.toUnsignedLong(buffer.getInt()));
  }
}
