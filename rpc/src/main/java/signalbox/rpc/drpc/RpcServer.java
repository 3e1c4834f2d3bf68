package signalbox.rpc.drpc;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import signalbox.rpc.Limits;
import signalbox.rpc.Transport;
import signalbox.rpc.yamux.Receiver;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.Stream;

/// Answers the calls of one peer.
///
/// ```java
/// var session = RpcServer.over(transport, methods, Limits.DEFAULT, failures);
/// ticker.every(BEAT, () -> session.beat(seen::now));
/// var end = session.run();
/// ```
public final class RpcServer {
  private final Methods methods;
  private final Limits limits;
  private final Failures failures;
  private final Held held;
  private final Semaphore callsLeft;

  private RpcServer(Methods methods, Limits limits, Failures failures) {
    this.methods = methods;
    this.limits = limits;
    this.failures = failures;
    this.held = new Held(limits.heldBytes());
    this.callsLeft = new Semaphore(limits.streams());
  }

  /// @param methods what the peer at this connection may call
  /// @return not running yet
  public static Session over(
      Transport transport, Methods methods, Limits limits, Failures failures) {
    var server = new RpcServer(methods, limits, failures);
    return new Session(transport, Session.Side.SERVER, limits, server::accept);
  }

  private Optional<Receiver> accept(Stream stream) {
    return Optional.of(new ServerChannel(this, stream));
  }

  Limits limits() {
    return limits;
  }

  Held held() {
    return held;
  }

  Inbox inbox(Stream stream) {
    return new Inbox(stream, held);
  }

  PacketWriter writer(Stream stream, long call) {
    return new PacketWriter(stream, call, limits.packetBytes());
  }

  Failures failures() {
    return failures;
  }

  /// A handler's thread is about to start. It may outlive its stream, so streams are no measure.
  ///
  /// @return false when there are too many
  boolean enter() {
    return callsLeft.tryAcquire();
  }

  void leave() {
    callsLeft.release();
  }

  void run(ServerCall call) {
    call.run(methods);
  }
}
