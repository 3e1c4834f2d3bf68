package signalbox.server.build;

import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import signalbox.server.id.WorkspaceId;
import signalbox.server.job.Line;

/// Who runs the agents that the server starts itself. Thread-safe; all but [#look] block.
public interface AgentHost {
  /// Who may have agents run on the server's machine, with the server's rights.
  enum Guests {
    /// Who runs the deployment.
    OWNER,
    /// Every member.
    ALL
  }

  /// How a build goes on while its host is at work.
  ///
  /// @param log takes lines for the build's log, shown at once
  /// @param canceled whether somebody has asked to give the build up
  record Progress(Consumer<Line> log, BooleanSupplier canceled) {}

  /// The machine, over restarts of its server.
  UUID id();

  /// Makes room for the agents that a start is about to make: ends those of earlier builds.
  ///
  /// @throws CannotHost when there is no place for them
  void prepare(WorkspaceId workspace, Progress progress);

  /// Ends the agents of a workspace, with their stop scripts unless the build is given up.
  void stop(WorkspaceId workspace, Progress progress);

  /// Ends the agents of a workspace and removes what it kept.
  void delete(WorkspaceId workspace, Progress progress);

  /// Agents may have come or gone: starts those that should run. Never blocks.
  void look();

  /// The server's machine cannot do what a build asks for; the message says why.
  final class CannotHost extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotHost(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
