package signalbox.server.access;

import java.time.Instant;
import java.util.Set;
import signalbox.server.id.AgentId;
import signalbox.server.id.UserId;
import signalbox.server.id.WorkspaceId;

/// Who sent a request.
public sealed interface Caller {
  /// Nobody we know. Only open routes answer it.
  record Anonymous() implements Caller {}

  /// A user with a valid session key or API token.
  ///
  /// @param keyId the public half of the credential, for ending streams with it
  /// @param expiresAt when the credential ends
  record Session(UserId user, String username, Set<String> roles, String keyId, Instant expiresAt)
      implements Caller {
    public Session {
      roles = Set.copyOf(roles);
    }

    /// Whether this user runs the deployment.
    public boolean runsDeployment() {
      return roles.contains("owner");
    }

    /// The one rule of reading: the deployment's owners read everything, everybody else reads what
    /// they own. What may not be read does not exist for the caller (404). Who may read a thing may
    /// also change it, unless a route says otherwise.
    public boolean mayRead(UserId owner) {
      return runsDeployment() || user.equals(owner);
    }
  }

  /// An agent with the token of its build.
  ///
  /// @param owner the owner of its workspace
  record Agent(AgentId agent, WorkspaceId workspace, UserId owner) implements Caller {}
}
