package signalbox.rpc.drpc;

import java.io.ByteArrayOutputStream;

/// An unsigned number of 64 bits in base 128, lowest digit first: at most 10 bytes, of which all
/// but the last have bit 7. Reads one, byte by byte.
final class Varint {
  private static final int LAST_SHIFT = 63;

  private long value;
  private int shift;

  /// @return whether the number is complete
  boolean accept(byte next) throws DrpcException {
    var digit = next & 0x7f;
    if (shift > LAST_SHIFT || (shift == LAST_SHIFT && digit > 1)) {
      throw new DrpcException("a number of more than 64 bits");
    }
    value |= (long) digit << shift;
    shift += 7;
    return next >= 0;
  }

  /// The number; the next one may follow.
  long take() {
    var taken = value;
    value = 0;
    shift = 0;
    return taken;
  }

  static void write(long value, ByteArrayOutputStream out) {
    var rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) out.write(((int) rest & 0x7f) | 0x80);
    out.write((int) rest);
  }
}
