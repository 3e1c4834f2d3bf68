package signalbox.server.agentrpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import signalbox.rpc.drpc.Call;
import signalbox.rpc.drpc.Method;
import signalbox.rpc.drpc.RpcException;
import signalbox.rpc.drpc.ServerStream;
import signalbox.server.access.Refusal;
import signalbox.server.db.DatabaseUnavailable;

/// The calls that are answered, by their path. Filled while the server is wired, read-only
/// afterwards.
final class CallTable {
  /// A longer request waits until there is room for it among the long ones of all agents: read into
  /// objects it can be many times as long.
  private static final int LONG = 64 << 10;

  private static final int LONG_BYTES_MAX = 16 << 20;

  /// Answers one request, on a virtual thread; may block.
  interface Answer<Q, A> {
    A answer(Peer peer, Call call, Q request) throws RpcException, InterruptedException;
  }

  /// Talks as long as the call lasts, on a virtual thread; may block.
  interface Talk {
    void run(Peer peer, ServerStream stream) throws RpcException, InterruptedException;
  }

  private interface Entry {
    Method of(Peer peer);
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Semaphore longBytes = new Semaphore(LONG_BYTES_MAX, true);

  <Q extends MessageLite, A extends MessageLite> CallTable unary(
      String path, Parser<Q> parser, Answer<Q, A> handler) {
    return put(
        path,
        peer ->
            Method.unary(
                (call, request) ->
                    roomy(
                        request.length,
                        () -> answer(handler, peer, call, parser, request).toByteArray())));
  }

  CallTable streaming(String path, Talk talk) {
    return put(path, peer -> Method.streaming(stream -> talk.run(peer, stream)));
  }

  /// A call that is left out on purpose; callers do without it.
  CallTable leftOut(String path) {
    return put(
        path,
        _ ->
            Method.streaming(
                _ -> {
                  throw RpcException.unimplemented();
                }));
  }

  Optional<Method> find(Peer peer, String path) {
    return Optional.ofNullable(entries.get(path)).map(entry -> entry.of(peer));
  }

  private CallTable put(String path, Entry entry) {
    if (entries.put(path, entry) != null) throw new IllegalArgumentException("twice: " + path);
    return this;
  }

  private static <Q extends MessageLite, A> A answer(
      Answer<Q, A> handler, Peer peer, Call call, Parser<Q> parser, byte[] request)
      throws RpcException, InterruptedException {
    try {
      return handler.answer(peer, call, Method.decode(parser::parseFrom, request));
    } catch (Refusal refusal) {
      throw new RpcException(refusal.message());
    } catch (DatabaseUnavailable e) {
      throw new RpcException("The database cannot be reached at the moment.");
    }
  }

  private interface Work {
    byte[] run() throws RpcException, InterruptedException;
  }

  private byte[] roomy(int length, Work work) throws RpcException, InterruptedException {
    if (length <= LONG) return work.run();
    longBytes.acquire(length);
    try {
      return work.run();
    } finally {
      longBytes.release(length);
    }
  }
}
