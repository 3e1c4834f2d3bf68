package signalbox.server.user;

/// How a change of an account by an owner of the deployment ended.
interface Change {
  /// The account is gone meanwhile, or whoever asked runs the deployment no more.
  record Lapsed() implements Suspension, RoleChange, Removal {}

  /// @param account as it is now
  record Done(Account account) implements Suspension, RoleChange, Removal {}

  /// Nobody does this to themselves.
  record OnOneself() implements Suspension, RoleChange, Removal {}

  /// Owners of the deployment cannot be suspended.
  record OnOwner() implements Suspension {}

  /// The user still has workspaces.
  record HasWorkspaces() implements Removal {}

  sealed interface Suspension extends Change {}

  sealed interface RoleChange extends Change {}

  sealed interface Removal extends Change {}
}
