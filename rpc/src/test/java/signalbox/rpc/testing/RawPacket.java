package signalbox.rpc.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A dRPC packet, read and written without the code under test. Numbers are small here.
public record RawPacket(int kind, long call, long message, byte[] body) {
  public static final int INVOKE = 1;
  public static final int MESSAGE = 2;
  public static final int ERROR = 3;
  public static final int CANCEL = 4;
  public static final int CLOSE = 5;
  public static final int CLOSE_SEND = 6;
  public static final int METADATA = 7;

  private static final String[] KINDS = {
    "?", "Invoke", "Message", "Error", "Cancel", "Close", "CloseSend", "InvokeMetadata"
  };

  public static RawPacket of(int kind, long message, String body) {
    return new RawPacket(kind, 1, message, body.getBytes(UTF_8));
  }

  /// The whole packets at the beginning of the bytes.
  public static List<RawPacket> parse(byte[] bytes) {
    var packets = new ArrayList<RawPacket>();
    var body = new ByteArrayOutputStream();
    var rest = ByteBuffer.wrap(bytes);
    try {
      while (rest.hasRemaining()) {
        int control = rest.get();
        var call = varint(rest);
        var message = varint(rest);
        var data = new byte[(int) varint(rest)];
        rest.get(data);
        body.writeBytes(data);
        if ((control & 1) == 0) continue;
        packets.add(new RawPacket((control >> 1) & 0x3f, call, message, body.toByteArray()));
        body.reset();
      }
    } catch (BufferUnderflowException _) {
      // The rest has not come yet.
    }
    return packets;
  }

  /// In one frame.
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.write((kind == CANCEL ? 0x80 : 0) | (kind << 1) | 1);
    varint(call, out);
    varint(message, out);
    varint(body.length, out);
    out.writeBytes(body);
    return out.toByteArray();
  }

  public String text() {
    return new String(body, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawPacket that
        && kind == that.kind
        && call == that.call
        && message == that.message
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(body);
  }

  /// Kind, call and message as the recordings name them, and the body.
  @Override
  public String toString() {
    return head() + " " + HexFormat.of().formatHex(body);
  }

  public String head() {
    return KINDS[kind] + " " + call + " " + message;
  }

  public static void varint(long value, ByteArrayOutputStream out) {
    for (var rest = value; ; rest >>>= 7) {
      if (rest < 0x80 && rest >= 0) {
        out.write((int) rest);
        return;
      }
      out.write((int) (rest & 0x7f) | 0x80);
    }
  }

  private static long varint(ByteBuffer from) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = from.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) return value;
    }
  }
}
