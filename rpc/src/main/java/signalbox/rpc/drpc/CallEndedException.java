package signalbox.rpc.drpc;

/// The call is over: cancelled or closed by the peer, cut off with its session, or finished by
/// ourselves. There is nobody to tell.
public final class CallEndedException extends RpcException {
  private static final long serialVersionUID = 1;

  CallEndedException(String why) {
    super(why);
  }
}
