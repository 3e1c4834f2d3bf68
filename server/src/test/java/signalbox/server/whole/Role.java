package signalbox.server.whole;

/// Who asks, seen from the things that the paths name: all of them are one member's.
enum Role {
  /// No credential.
  NONE("no token"),
  /// Another member of the same organization.
  OTHER("other member"),
  /// The member whose things they are.
  OWNER("owner of the object"),
  /// Who runs the deployment.
  ADMIN("admin"),
  /// The agent of the owner's workspace.
  AGENT("agent token");

  final String title;

  Role(String title) {
    this.title = title;
  }
}
