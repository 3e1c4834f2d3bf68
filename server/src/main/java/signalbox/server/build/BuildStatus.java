package signalbox.server.build;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of a build, and of the workspace whose newest build it is. It follows from the
/// transition and from the state of the job.
public final class BuildStatus {
  /// All states that there are.
  public static final Set<String> ALL =
      Set.of(
          "pending",
          "starting",
          "running",
          "stopping",
          "stopped",
          "failed",
          "canceling",
          "canceled",
          "deleting",
          "deleted");

  private BuildStatus() {}

  /// Which builds are in a state.
  ///
  /// @param transition null: any
  public record Condition(String jobStatus, @Nullable Transition transition) {}

  /// The opposite of [#of].
  public static Condition condition(String status) {
    return switch (status) {
      case "starting" -> new Condition("running", Transition.START);
      case "stopping" -> new Condition("running", Transition.STOP);
      case "deleting" -> new Condition("running", Transition.DELETE);
      case "running" -> new Condition("succeeded", Transition.START);
      case "stopped" -> new Condition("succeeded", Transition.STOP);
      case "deleted" -> new Condition("succeeded", Transition.DELETE);
      default -> new Condition(status, null);
    };
  }

  public static String of(String jobStatus, Transition transition) {
    return switch (jobStatus) {
      case "pending", "canceling", "canceled" -> jobStatus;
      case "running" ->
          switch (transition) {
            case START -> "starting";
            case STOP -> "stopping";
            case DELETE -> "deleting";
          };
      case "succeeded" ->
          switch (transition) {
            case START -> "running";
            case STOP -> "stopped";
            case DELETE -> "deleted";
          };
      default -> "failed";
    };
  }
}
