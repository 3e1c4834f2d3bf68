package signalbox.server.http;

import signalbox.server.access.OwnedAgent;
import signalbox.server.access.OwnedWorkspace;
import signalbox.server.access.Person;

/// Parameters that paths of several features have. Each feature keeps its own beside its routes.
public final class Params {
  /// `{user}`: a UUID, a username, or `me`.
  public static final Param<Person> USER = new Param<>("user", Person.class);

  /// `{workspace}`: a UUID.
  public static final Param<OwnedWorkspace> WORKSPACE =
      new Param<>("workspace", OwnedWorkspace.class);

  /// `{workspacename}`: a name, among the workspaces of the user left of it.
  public static final Param<OwnedWorkspace> WORKSPACE_NAME =
      new Param<>("workspacename", OwnedWorkspace.class);

  /// `{workspaceagent}`: a UUID.
  public static final Param<OwnedAgent> AGENT = new Param<>("workspaceagent", OwnedAgent.class);

  private Params() {}
}
