package signalbox.rpc.drpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a caller sends along before its call: a protobuf map of strings, `0a len { 0a len key 12
/// len value }` again and again.
final class Metadata {
  /// More than this is not looked at.
  static final int BYTES_MAX = 16 << 10;

  private static final int ENTRY = 0x0a;
  private static final int KEY = 0x0a;
  private static final int VALUE = 0x12;

  private Metadata() {}

  /// @return what could be read up to the first thing that cannot
  static Map<String, String> parse(byte[] body) {
    var found = new LinkedHashMap<String, String>();
    if (body.length > BYTES_MAX) return found;
    try {
      var all = ByteBuffer.wrap(body);
      while (all.hasRemaining()) {
        var entry = field(all, ENTRY);
        var key = text(field(entry, KEY));
        found.put(key, text(field(entry, VALUE)));
      }
    } catch (DrpcException _) {
      // It only helps to trace; the call itself does not depend on it.
    }
    return found;
  }

  static byte[] encode(Map<String, String> metadata) {
    var out = new ByteArrayOutputStream();
    metadata.forEach(
        (key, value) -> {
          var entry = new ByteArrayOutputStream();
          write(KEY, key.getBytes(StandardCharsets.UTF_8), entry);
          write(VALUE, value.getBytes(StandardCharsets.UTF_8), entry);
          write(ENTRY, entry.toByteArray(), out);
        });
    return out.toByteArray();
  }

  private static void write(int tag, byte[] field, ByteArrayOutputStream out) {
    out.write(tag);
    Varint.write(field.length, out);
    out.writeBytes(field);
  }

  private static ByteBuffer field(ByteBuffer from, int tag) throws DrpcException {
    if (!from.hasRemaining() || Byte.toUnsignedInt(from.get()) != tag) throw malformed();
    var length = length(from);
    if (Long.compareUnsigned(length, from.remaining()) > 0) throw malformed();
    var field = from.slice(from.position(), (int) length);
    from.position(from.position() + (int) length);
    return field;
  }

  private static long length(ByteBuffer from) throws DrpcException {
    var varint = new Varint();
    while (from.hasRemaining()) {
      if (varint.accept(from.get())) return varint.take();
    }
    throw malformed();
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static DrpcException malformed() {
    return new DrpcException("malformed metadata");
  }
}
