package signalbox.server.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;

/// A name for one thing of one kind. Ids of different kinds do not mix.
public sealed interface Id
    permits AgentId,
        AppId,
        AppStatusId,
        BuildId,
        JobId,
        OrganizationId,
        ResourceId,
        TemplateId,
        TemplateVersionId,
        UserId,
        WorkspaceId {

  UUID value();

  /// A new UUID of version 7 (RFC 9562), so rows made together lie together in an index. Its clock
  /// part is never used as an order: that is what sequence numbers are for.
  static UUID next() {
    return Ids.GENERATOR.generate();
  }

  /// Holds the generator; thread-safe.
  final class Ids {
    private static final TimeBasedEpochRandomGenerator GENERATOR =
        Generators.timeBasedEpochRandomGenerator();

    private Ids() {}
  }
}
