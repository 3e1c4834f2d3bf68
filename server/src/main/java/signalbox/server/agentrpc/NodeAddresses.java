package signalbox.server.agentrpc;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import signalbox.agentapi.tailnet.CoordinateRequest;
import signalbox.server.id.AgentId;

/// Which addresses an agent may have in the network: those that follow from its id. Nobody else can
/// take them.
final class NodeAddresses {
  /// Networks in which an agent's address ends with the last ten bytes of its id.
  private static final List<byte[]> NETWORKS =
      List.of(HexFormat.of().parseHex("fd7a115ca1e0"), HexFormat.of().parseHex("fd60627aa42b"));

  /// What all agents of old had.
  private static final byte[] SHARED = HexFormat.of().parseHex("fd7a115ca1e049d6b259b7acb1b248f4");

  private static final int ADDRESS_BYTES = 16;
  private static final String WHOLE = "/128";

  private NodeAddresses() {}

  /// Why the agent may not say this; empty when it may.
  static Optional<String> refusal(AgentId agent, CoordinateRequest request) {
    if (request.hasAddTunnel()) return Optional.of("agents cannot open tunnels");
    var node = request.getUpdateSelf().getNode();
    return Stream.concat(node.getAddressesList().stream(), node.getAllowedIpsList().stream())
        .filter(prefix -> !isOwn(agent, prefix))
        .findFirst()
        .map(prefix -> "invalid node address, got " + prefix.replaceFirst("/.*", ""));
  }

  private static boolean isOwn(AgentId agent, String prefix) {
    if (!prefix.endsWith(WHOLE)) return false;
    try {
      var text = prefix.substring(0, prefix.length() - WHOLE.length());
      var address = ByteBuffer.wrap(InetAddress.ofLiteral(text).getAddress());
      return address.equals(ByteBuffer.wrap(SHARED))
          || NETWORKS.stream().anyMatch(network -> address.equals(address(network, agent)));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static ByteBuffer address(byte[] network, AgentId agent) {
    var bytes = ByteBuffer.allocate(ADDRESS_BYTES);
    bytes.putLong(agent.value().getMostSignificantBits());
    bytes.putLong(agent.value().getLeastSignificantBits());
    return bytes.put(0, network).rewind();
  }
}
