package signalbox.rpc.drpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import signalbox.rpc.Limits;
import signalbox.rpc.yamux.ProtocolException;
import signalbox.rpc.yamux.Stream;

/// The yamux stream of a call that this side has begun. It is called by the session's reading
/// thread, but for [#end].
final class ClientChannel extends Channel {
  /// dRPC counts calls on each yamux stream.
  private static final long CALL = 1;

  private final Inbox inbox;
  private final PacketWriter writer;
  private volatile boolean endedByServer;

  ClientChannel(Stream stream, Limits limits, Held held) {
    super(stream, limits, held);
    this.inbox = new Inbox(stream, held);
    this.writer = new PacketWriter(stream, CALL, limits.packetBytes());
  }

  Inbox inbox() {
    return inbox;
  }

  PacketWriter writer() {
    return writer;
  }

  /// Ends the call from our side; any thread, and never waits.
  ///
  /// @param how said to the server unless it has ended the call itself
  void end(Kind how) {
    var said = endedByServer || writer.offer(how);
    writer.close();
    inbox.abandon();
    if (said) stream.finish();
    else stream.reset();
  }

  @Override
  public void finished() {
    endedByServer = true;
    broken("the server has finished the stream");
  }

  @Override
  void over(String why) {
    writer.close();
    inbox.end(() -> new CallEndedException(why));
  }

  @Override
  public void partial(int wireBytes) {
    inbox.partial(wireBytes);
  }

  @Override
  public void packet(Packet packet, int wireBytes) throws ProtocolException {
    if (packet.call() == CALL && packet.kind() == Kind.MESSAGE) {
      inbox.put(packet.body(), wireBytes);
      return;
    }
    stream.consumed(wireBytes);
    if (packet.call() != CALL) return;
    switch (packet.kind()) {
      case CLOSE_SEND -> inbox.complete();
      case CLOSE -> {
        endedByServer();
        inbox.complete();
      }
      case ERROR -> {
        endedByServer();
        var error = ByteBuffer.wrap(packet.body());
        var code = error.remaining() < Long.BYTES ? RpcException.PLAIN : error.getLong();
        var text = StandardCharsets.UTF_8.decode(error).toString();
        inbox.end(() -> new RpcException(code, text));
      }
      case CANCEL -> {
        endedByServer();
        inbox.end(() -> new CallEndedException("cancelled by the server"));
      }
      case INVOKE, INVOKE_METADATA, MESSAGE -> {}
    }
  }

  /// Nothing that we could say matters any more. Whoever is saying something wakes.
  private void endedByServer() {
    endedByServer = true;
    writer.close();
    stream.finish();
  }
}
