package signalbox.server.agentrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import signalbox.rpc.drpc.RpcException;

/// How the protocol writes what every message has.
public final class Wire {
  private static final int UUID_BYTES = 16;

  /// What PostgreSQL and JSON can say.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private Wire() {}

  public static ByteString bytes(UUID id) {
    var bytes = ByteBuffer.allocate(UUID_BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.flip());
  }

  /// @param what is told in front of what is wrong with it
  public static UUID uuid(ByteString bytes, String what) throws RpcException {
    if (bytes.size() != UUID_BYTES) {
      throw new RpcException(what + ": invalid UUID (got " + bytes.size() + " bytes)");
    }
    var buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  static Instant instant(Timestamp time) throws RpcException {
    try {
      var instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
      if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) return instant;
    } catch (DateTimeException | ArithmeticException _) {
      // Told below, like a time out of range.
    }
    throw new RpcException("a time that is not within the years 1 to 9999");
  }

  static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  /// @throws RpcException when it has a NUL, which PostgreSQL's text cannot hold
  static String text(String text, String what) throws RpcException {
    if (text.indexOf('\0') >= 0) throw new RpcException(what + " must not contain NUL");
    return text;
  }
}
