package signalbox.server.id;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A name for one thing of one kind. Ids of different kinds do not mix.
public sealed interface Id
    permits AgentId,
        AppId,
        AppStatusId,
        BuildId,
        FileId,
        JobId,
        LogSourceId,
        OrganizationId,
        ResourceId,
        ScriptId,
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

  /// A UUID as text, in any case; empty when it is anything else. The shortened forms that
  /// [UUID#fromString] takes are not UUIDs.
  static Optional<UUID> parse(String text) {
    return Ids.FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /// Holds the generator; thread-safe.
  final class Ids {
    private static final TimeBasedEpochRandomGenerator GENERATOR =
        Generators.timeBasedEpochRandomGenerator();

    private static final Pattern FORM =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}
  }
}
