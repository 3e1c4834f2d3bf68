package signalbox.server.template;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.id.OrganizationId;
import signalbox.server.id.TemplateId;
import signalbox.server.id.TemplateVersionId;
import signalbox.server.id.UserId;
import signalbox.wire.Template.AutostartRequirement;
import signalbox.wire.Template.AutostopRequirement;
import signalbox.wire.Template.TransitionStats;

/// What workspaces are made from, as stored.
///
/// @param createdBy null: Signalbox itself
/// @param defaultTtlMs how long a started workspace runs when its owner says nothing; 0: for ever
/// @param activityBumpMs how far an app at work pushes the deadline away; 0: not at all
/// @param deprecated why no new workspaces are to be made of it; empty when they may be
/// @param activeUsers owners of workspaces made of it
public record Template(
    TemplateId id,
    OrganizationId organizationId,
    String organizationName,
    String organizationDisplayName,
    String organizationIcon,
    String name,
    String displayName,
    String description,
    String icon,
    TemplateVersionId activeVersionId,
    @Nullable UserId createdBy,
    @Nullable String createdByName,
    long defaultTtlMs,
    long activityBumpMs,
    boolean allowUserCancel,
    String deprecated,
    boolean deleted,
    int activeUsers,
    Instant createdAt,
    Instant updatedAt) {

  /// What stands for the maker of things that nobody made.
  static final String SIGNALBOX = "signalbox";

  static final UUID NIL = new UUID(0, 0);

  private static final List<String> EVERY_DAY =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final TransitionStats UNKNOWN = new TransitionStats(null, null);
  private static final Map<String, TransitionStats> BUILD_TIMES =
      Map.of("start", UNKNOWN, "stop", UNKNOWN, "delete", UNKNOWN);

  signalbox.wire.Template wire() {
    return new signalbox.wire.Template(
        id.value(),
        createdAt,
        updatedAt,
        organizationId.value(),
        organizationName,
        organizationDisplayName,
        organizationIcon,
        name,
        displayName,
        "echo",
        activeVersionId.value(),
        activeUsers,
        BUILD_TIMES,
        description,
        !deprecated.isEmpty(),
        deprecated,
        deleted,
        icon,
        defaultTtlMs,
        activityBumpMs,
        new AutostopRequirement(List.of(), 1),
        new AutostartRequirement(EVERY_DAY),
        createdBy == null ? NIL : createdBy.value(),
        createdByName == null ? SIGNALBOX : createdByName,
        true,
        true,
        allowUserCancel,
        0,
        0,
        0,
        0,
        false,
        "owner",
        "simple",
        true,
        false,
        false);
  }
}
