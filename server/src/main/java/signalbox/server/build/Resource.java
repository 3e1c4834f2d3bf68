package signalbox.server.build;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import signalbox.server.id.BuildId;
import signalbox.server.id.JobId;
import signalbox.server.id.ResourceId;
import signalbox.wire.BadJson;
import signalbox.wire.Json;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceResource;

/// Something that a build made, as stored.
///
/// @param number its place among the resources of its build
/// @param metadata facts about it, a JSON array of `{key, value, sensitive}`
public record Resource(
    ResourceId id,
    BuildId buildId,
    JobId jobId,
    int number,
    String transition,
    String type,
    String name,
    String icon,
    boolean hide,
    int dailyCost,
    String metadata,
    Instant createdAt) {

  static final Comparator<Resource> ORDER =
      Comparator.comparingInt(Resource::number).thenComparing(Resource::name);

  WorkspaceResource wire(List<WorkspaceAgent> agents) {
    return new WorkspaceResource(
        id.value(),
        createdAt,
        jobId.value(),
        transition,
        type,
        name,
        hide,
        icon,
        agents,
        facts(metadata),
        dailyCost);
  }

  private static List<WorkspaceResource.Metadata> facts(String json) {
    try {
      return List.of(
          Json.read(json.getBytes(StandardCharsets.UTF_8), WorkspaceResource.Metadata[].class));
    } catch (BadJson e) {
      throw new IllegalStateException("the stored facts of a resource cannot be read", e);
    }
  }
}
