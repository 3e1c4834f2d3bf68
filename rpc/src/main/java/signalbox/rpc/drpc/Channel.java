package signalbox.rpc.drpc;

import java.nio.ByteBuffer;
import signalbox.rpc.Limits;
import signalbox.rpc.yamux.ProtocolException;
import signalbox.rpc.yamux.Receiver;
import signalbox.rpc.yamux.Stream;

/// A yamux stream on which packets are said. Called by the session's reading thread.
abstract sealed class Channel implements Receiver, PacketReader.Sink
    permits ClientChannel, ServerChannel {
  final Stream stream;
  private final PacketReader reader;

  Channel(Stream stream, Limits limits, Held held) {
    this.stream = stream;
    this.reader = new PacketReader(this, limits.packetBytes(), held);
  }

  /// Who breaks the rules of dRPC loses this stream.
  @Override
  public final void data(ByteBuffer bytes) throws ProtocolException {
    try {
      reader.accept(bytes);
    } catch (DrpcException e) {
      stream.reset();
      broken(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public final void broken(String why) {
    reader.discard();
    over(why);
  }

  /// Nothing more will come.
  abstract void over(String why);
}
