package signalbox.rpc.yamux;

import java.nio.ByteBuffer;

/// Who takes what comes on a stream. Called on the session's reading thread only, in order, and
/// must not block: nothing else is read meanwhile, no ping answered.
public interface Receiver {
  /// Bytes came. The peer may send as many again once [Stream#consumed] says that they are gone, so
  /// a receiver may keep what it gets.
  ///
  /// @param bytes to be read during the call only
  /// @throws ProtocolException to end the session
  void data(ByteBuffer bytes) throws ProtocolException;

  /// The peer will send no more. What we send can still reach it.
  void finished();

  /// The stream is dead both ways; this is the last call. It also comes after [#finished], unless
  /// both sides have finished.
  ///
  /// @param why in words for a log
  void broken(String why);
}
