package signalbox.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// A server could not be reached, or the connection to it broke.
public final class Unreachable extends IOException {
  private static final long serialVersionUID = 1;

  /// How.
  public enum Kind {
    /// Its name is not known.
    UNKNOWN_HOST,
    /// Nothing listens there, or the network does not lead there.
    REFUSED,
    /// It did not answer in time.
    TIMED_OUT,
    /// It has a certificate that we do not trust, or speaks no TLS.
    UNTRUSTED,
    /// The connection broke in the middle.
    BROKEN,
    /// What came is not HTTP.
    NOT_HTTP
  }

  private final Kind kind;

  Unreachable(Kind kind, Throwable cause) {
    super(cause.getMessage(), cause);
    this.kind = kind;
  }

  static Unreachable of(IOException e) {
    return switch (e) {
      case Unreachable known -> known;
      case UnknownHostException _ -> new Unreachable(Kind.UNKNOWN_HOST, e);
      case ConnectException _ when timedOut(e) -> new Unreachable(Kind.TIMED_OUT, e);
      case ConnectException _, NoRouteToHostException _ -> new Unreachable(Kind.REFUSED, e);
      case SocketTimeoutException _ -> new Unreachable(Kind.TIMED_OUT, e);
      case SSLException _ -> new Unreachable(Kind.UNTRUSTED, e);
      case EOFException _ -> new Unreachable(Kind.BROKEN, e);
      case BadHttp _ -> new Unreachable(Kind.NOT_HTTP, e);
      default -> new Unreachable(Kind.BROKEN, e);
    };
  }

  private static boolean timedOut(IOException e) {
    return String.valueOf(e.getMessage()).contains("timed out");
  }

  public Kind kind() {
    return kind;
  }
}
