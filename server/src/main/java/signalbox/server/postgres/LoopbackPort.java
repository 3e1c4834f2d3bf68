package signalbox.server.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/// A port on which only programs of this machine reach us.
final class LoopbackPort {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private LoopbackPort() {}

  /// The address at its port of last time, or at another one when somebody else has that now or it
  /// never had any.
  static PostgresUrl give(PostgresUrl address) throws IOException {
    if (!address.hosts().isEmpty() && isFree(address.port())) return address;
    try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
      var hosts = LOOPBACK.getHostAddress() + ":" + socket.getLocalPort();
      return new PostgresUrl(
          address.user(), address.password(), hosts, address.database(), Map.of());
    }
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
