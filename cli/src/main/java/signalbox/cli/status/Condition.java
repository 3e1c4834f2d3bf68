package signalbox.cli.status;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import signalbox.cli.terminal.Paint;
import signalbox.wire.WorkspaceAppStatus;
import signalbox.wire.WorkspaceBuild;

/// How it stands with an app, as far as people care. In the order of their interest.
public enum Condition {
  NEEDS_YOU("▲", Paint.YELLOW),
  FAILURE("✗", Paint.RED),
  WORKING("●", Paint.CYAN),
  LOST("?", Paint.DIM),
  COMPLETE("✓", Paint.GREEN),
  IDLE("○", Paint.PLAIN),
  /// It has not said anything, or something that we do not know.
  QUIET("·", Paint.PLAIN),
  /// Its workspace does not run.
  STOPPED("·", Paint.DIM);

  private static final List<String> ALIVE = List.of("running", "starting", "pending", "stopping");

  private final String mark;
  private final Paint paint;

  Condition(String mark, Paint paint) {
    this.mark = mark;
    this.paint = paint;
  }

  /// @param status what the app said last; null when it never said anything
  static Condition of(WorkspaceBuild build, @Nullable WorkspaceAppStatus status) {
    if (build.status().equals("failed")) return FAILURE;
    if (!isAlive(build)) return STOPPED;
    if (status == null) return QUIET;
    if (isOver(status)) return STOPPED;
    if (status.needsUserAttention()) return NEEDS_YOU;
    return switch (status.state()) {
      case "complete" -> COMPLETE;
      case "failure" -> FAILURE;
      case "working" -> isLost(status) ? LOST : WORKING;
      case "idle" -> isLost(status) ? LOST : IDLE;
      default -> QUIET;
    };
  }

  /// In words.
  String word(WorkspaceBuild build, @Nullable WorkspaceAppStatus status) {
    return switch (this) {
      case NEEDS_YOU -> status != null && isLost(status) ? "needs you, lost" : "needs you";
      case FAILURE -> build.status().equals("failed") ? "failed" : "failure";
      case WORKING -> "working";
      case LOST -> "lost";
      case COMPLETE -> "complete";
      case IDLE -> "idle";
      case QUIET -> status == null ? build.status() : status.state();
      case STOPPED -> isAlive(build) ? "ended" : build.status();
    };
  }

  /// Whether its agents can speak, now or soon.
  static boolean isAlive(WorkspaceBuild build) {
    return ALIVE.contains(build.status());
  }

  public static boolean isLost(WorkspaceAppStatus status) {
    return "lost".equals(Objects.requireNonNullElse(status.liveness(), ""));
  }

  /// Whether the build that it belongs to is over.
  public static boolean isOver(WorkspaceAppStatus status) {
    return "ended".equals(Objects.requireNonNullElse(status.liveness(), ""));
  }

  public String mark() {
    return mark;
  }

  public Paint paint() {
    return paint;
  }
}
