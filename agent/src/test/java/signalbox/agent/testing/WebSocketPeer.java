package signalbox.agent.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.Transport;

/// The server's end of a WebSocket (RFC 6455), as far as agents use it.
final class WebSocketPeer implements Transport {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BINARY = 2;
  private static final int CLOSE = 8;

  private final Socket socket;
  private final DataInputStream in;
  private volatile boolean frozen;

  WebSocketPeer(Socket socket, DataInputStream in, String key) throws IOException {
    this.socket = socket;
    this.in = in;
    var head =
        "HTTP/1.1 101 -\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept(key);
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /// From now on nothing is read nor written, and the connection stays.
  void freeze() {
    frozen = true;
  }

  @Override
  public byte @Nullable [] read() throws IOException, InterruptedException {
    try {
      while (true) {
        var opcode = in.readUnsignedByte() & 0xF;
        var payload = payload();
        if (frozen) Thread.sleep(Long.MAX_VALUE);
        if (opcode == CLOSE) return null;
        if (opcode <= BINARY) return payload;
      }
    } catch (EOFException e) {
      return null;
    }
  }

  private byte[] payload() throws IOException {
    var length = (long) (in.readUnsignedByte() & 0x7F);
    if (length == 126) length = in.readUnsignedShort();
    else if (length == 127) length = in.readLong();
    var mask = in.readNBytes(4);
    var payload = in.readNBytes((int) length);
    for (var i = 0; i < payload.length; i++) payload[i] ^= mask[i % 4];
    return payload;
  }

  @Override
  public void write(byte[] bytes) throws IOException, InterruptedException {
    if (frozen) Thread.sleep(Long.MAX_VALUE);
    var frame = ByteBuffer.allocate(bytes.length + 10).put((byte) (0x80 | BINARY));
    if (bytes.length < 126) frame.put((byte) bytes.length);
    else if (bytes.length < 1 << 16) frame.put((byte) 126).putShort((short) bytes.length);
    else frame.put((byte) 127).putLong(bytes.length);
    frame.put(bytes).flip();
    socket.getOutputStream().write(frame.array(), 0, frame.limit());
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is of no use any more, closed or not.
    }
  }

  private static String accept(String key) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
