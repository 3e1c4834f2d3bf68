package signalbox.rpc.drpc;

/// How a call fails. Thrown by a handler it is what the caller is told; thrown to a caller it is
/// what the server said. A [CallEndedException] is said by nobody: the call is over.
public sealed class RpcException extends Exception permits CallEndedException {
  /// No particular reason: the text says it all.
  public static final long PLAIN = 0;

  /// The server left this method out on purpose. Callers do without it.
  public static final long UNIMPLEMENTED = 12;

  private static final long serialVersionUID = 1;

  private final long code;

  public RpcException(long code, String text) {
    super(text);
    this.code = code;
  }

  public RpcException(String text) {
    this(PLAIN, text);
  }

  public static RpcException unimplemented() {
    return new RpcException(UNIMPLEMENTED, "Unimplemented");
  }

  public long code() {
    return code;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
