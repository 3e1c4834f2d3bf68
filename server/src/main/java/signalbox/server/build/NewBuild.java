package signalbox.server.build;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.access.Validations;
import signalbox.server.id.TemplateVersionId;
import signalbox.wire.BuildParameter;
import signalbox.wire.CreateWorkspaceBuildRequest;

/// A build that somebody asks for: made from outside words once, at the edge.
///
/// @param version null: the one of the build before
/// @param parameters values that are given; null: none
public record NewBuild(
    Transition transition,
    @Nullable TemplateVersionId version,
    @Nullable List<BuildParameter> parameters,
    String reason) {

  /// The reason when none is given.
  public static final String INITIATOR = "initiator";

  private static final String AUTOSTART = "autostart";
  private static final String AUTOSTOP = "autostop";

  private static final UUID NIL = new UUID(0, 0);
  private static final Set<String> REASONS =
      Set.of(
          "dashboard",
          "cli",
          "ssh_connection",
          "vscode_connection",
          "jetbrains_connection",
          "task_manual_pause");

  /// A build that time calls for.
  ///
  /// @param transition start or stop
  public static NewBuild automatic(Transition transition) {
    var reason = transition == Transition.START ? AUTOSTART : AUTOSTOP;
    return new NewBuild(transition, null, null, reason);
  }

  /// @param other null: the version of the build before
  public NewBuild withVersion(@Nullable TemplateVersionId other) {
    return new NewBuild(transition, other, parameters, reason);
  }

  /// @throws Refusal 400 that names what is wrong; 403 when the caller may not ask for that
  static NewBuild parse(CreateWorkspaceBuildRequest said, Caller.Session caller) {
    var fields = new Validations();
    var transition =
        fields.required(
            "transition", said.transition(), "oneof", t -> Transition.ofWire(t).isPresent());
    var reason = fields.optional("reason", said.reason(), "oneof", REASONS::contains);
    fields.optional("log_level", said.logLevel(), "oneof", "debug"::equals);
    fields.check();
    var build = Transition.ofWire(transition).orElseThrow();
    checkState(said, build, caller);
    checkFollowUp(said, build);
    var isDelete = build == Transition.DELETE;
    return new NewBuild(
        build,
        said.templateVersionId() == null || said.templateVersionId().equals(NIL)
            ? null
            : new TemplateVersionId(said.templateVersionId()),
        said.richParameterValues(),
        reason.isEmpty() || isDelete ? INITIATOR : reason);
  }

  /// We keep no state of provisioners: a workspace is nothing but its rows.
  private static void checkState(
      CreateWorkspaceBuildRequest said, Transition transition, Caller.Session caller) {
    var orphan = Boolean.TRUE.equals(said.orphan());
    var hasState = !Objects.requireNonNullElse(said.state(), "").isEmpty();
    if (orphan && transition != Transition.DELETE) {
      throw invalid("Orphan is only permitted when deleting a workspace.");
    }
    if (orphan && hasState) {
      throw invalid(
          "ProvisionerState cannot be set alongside Orphan since state intent is unclear.");
    }
    if (hasState && !caller.runsDeployment()) {
      throw Refusal.of(Refusal.Kind.FORBIDDEN, "Only template managers may provide custom state");
    }
    if (hasState) throw invalid("This server keeps no provisioner state.");
    if (Boolean.TRUE.equals(said.dryRun())) throw invalid("This server has no dry runs.");
  }

  private static void checkFollowUp(CreateWorkspaceBuildRequest said, Transition transition) {
    if (said.onSuccess() == null) return;
    if (transition != Transition.STOP) {
      throw invalid("OnSuccess is only permitted when stopping a workspace.");
    }
    throw invalid("This server does not queue follow-up builds.");
  }

  private static Refusal invalid(String message) {
    return Refusal.of(Refusal.Kind.INVALID, message);
  }
}
