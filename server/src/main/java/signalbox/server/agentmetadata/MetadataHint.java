package signalbox.server.agentmetadata;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import signalbox.server.id.AgentId;

/// How replicas tell each other whose metadata changed: ids of agents in base64 without padding,
/// one after another.
final class MetadataHint {
  static final String CHANNEL = "workspace_agent_metadata_batch";

  private static final int ID_LENGTH = 22;

  /// What the bus takes: under 7,600 bytes.
  private static final int IDS_MAX = 7_500 / ID_LENGTH;

  private MetadataHint() {}

  static List<String> payloads(Collection<AgentId> agents) {
    var all = List.copyOf(agents);
    var payloads = new ArrayList<String>();
    for (var from = 0; from < all.size(); from += IDS_MAX) {
      var some = all.subList(from, Math.min(from + IDS_MAX, all.size()));
      payloads.add(some.stream().map(MetadataHint::text).collect(Collectors.joining()));
    }
    return payloads;
  }

  /// @throws IllegalArgumentException when it is not such a list
  static List<AgentId> agents(String payload) {
    var agents = new ArrayList<AgentId>();
    for (var from = 0; from + ID_LENGTH <= payload.length(); from += ID_LENGTH) {
      var bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(payload.substring(from, from + ID_LENGTH)));
      agents.add(new AgentId(new UUID(bytes.getLong(), bytes.getLong())));
    }
    return agents;
  }

  private static String text(AgentId agent) {
    var id = agent.value();
    var bytes = ByteBuffer.allocate(16);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
