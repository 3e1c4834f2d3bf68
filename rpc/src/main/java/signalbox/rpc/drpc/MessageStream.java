package signalbox.rpc.drpc;

import org.jspecify.annotations.Nullable;

/// Messages both ways within one call. One thread may receive while another sends.
public interface MessageStream {
  /// Waits for the peer's next message. Until it is taken it counts against the peer's window: not
  /// receiving stops the peer.
  ///
  /// @return null when the peer has no more to say, and that is in order
  /// @throws CallEndedException when the call is over otherwise; first comes what was received
  ///   before
  /// @throws RpcException on the client, when the server ended the call with an error
  byte @Nullable [] receive() throws RpcException, InterruptedException;

  /// Sends a message; waits while the peer does not read. Who is interrupted here has lost the
  /// call.
  ///
  /// @throws CallEndedException when the call is over, or this side has said that it sends no more
  /// @throws RpcException when the message is too long
  void send(byte[] message) throws RpcException, InterruptedException;

  /// Says that this side sends no more. Nothing happens when that is so already, or when the call
  /// is over: [#receive] tells how it ended.
  void closeSend() throws RpcException, InterruptedException;
}
