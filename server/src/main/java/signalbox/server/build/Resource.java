package signalbox.server.build;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import signalbox.server.id.BuildId;
import signalbox.server.id.JobId;
import signalbox.server.id.ResourceId;
import signalbox.wire.WorkspaceAgent;
import signalbox.wire.WorkspaceResource;

/// Something that a build made, as stored.
///
/// @param number its place among the resources of its build
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
        List.of(),
        dailyCost);
  }
}
