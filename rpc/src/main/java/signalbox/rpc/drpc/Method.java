package signalbox.rpc.drpc;

import java.io.IOException;
import java.util.function.Function;

/// How a method is called. Handlers run on a virtual thread of the call's own and may block.
///
/// What a handler throws is what its caller is told: an [RpcException] as it is, anything else as
/// an internal error that is also reported to the server's [Failures].
public sealed interface Method {
  /// One request, one answer. The handler runs to its end even if the caller goes meanwhile.
  record Unary(UnaryHandler handler) implements Method {}

  /// Any number of messages either way.
  record Streaming(StreamHandler handler) implements Method {}

  @FunctionalInterface
  interface UnaryHandler {
    byte[] answer(Call call, byte[] request) throws RpcException, InterruptedException;
  }

  @FunctionalInterface
  interface StreamHandler {
    void run(ServerStream stream) throws RpcException, InterruptedException;
  }

  /// A unary handler in the words of its domain.
  @FunctionalInterface
  interface Answer<Q, A> {
    A answer(Call call, Q request) throws RpcException, InterruptedException;
  }

  /// Reads a message, such as a protobuf class's `parseFrom`.
  @FunctionalInterface
  interface Decoder<Q> {
    Q decode(byte[] bytes) throws IOException;
  }

  /// What callers hear about a request that cannot be decoded.
  String UNDECODABLE = "proto: cannot parse invalid wire-format data";

  static Method unary(UnaryHandler handler) {
    return new Unary(handler);
  }

  static Method streaming(StreamHandler handler) {
    return new Streaming(handler);
  }

  static <Q, A> Method unary(
      Decoder<Q> decoder, Function<A, byte[]> encoder, Answer<Q, A> handler) {
    return new Unary(
        (call, request) -> encoder.apply(handler.answer(call, decode(decoder, request))));
  }

  /// @throws RpcException that says so when the message cannot be decoded
  static <Q> Q decode(Decoder<Q> decoder, byte[] message) throws RpcException {
    try {
      return decoder.decode(message);
    } catch (IOException _) {
      throw new RpcException(UNDECODABLE);
    }
  }
}
