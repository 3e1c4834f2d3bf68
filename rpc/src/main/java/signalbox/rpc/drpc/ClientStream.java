package signalbox.rpc.drpc;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import signalbox.rpc.drpc.PacketWriter.Part;

/// A streaming call that this side has begun. One thread may receive, another send, and any close.
public final class ClientStream implements MessageStream, AutoCloseable {
  private final ClientChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  ClientStream(ClientChannel channel) {
    this.channel = channel;
  }

  @Override
  public byte @Nullable [] receive() throws RpcException, InterruptedException {
    return channel.inbox().take();
  }

  @Override
  public void send(byte[] message) throws RpcException, InterruptedException {
    write(new Part(Kind.MESSAGE, message));
  }

  @Override
  public void closeSend() throws RpcException, InterruptedException {
    channel.writer().closeSend();
  }

  /// Ends the call both ways; the server's handler hears of it if it still runs. Never waits, and
  /// wakes who does. Closing again does nothing.
  @Override
  public void close() {
    end(Kind.CLOSE);
  }

  /// As [#close], but says that the call has become pointless.
  public void cancel() {
    end(Kind.CANCEL);
  }

  void write(Part... parts) throws RpcException, InterruptedException {
    channel.writer().send(parts);
  }

  private void end(Kind how) {
    if (!closed.getAndSet(true)) channel.end(how);
  }
}
