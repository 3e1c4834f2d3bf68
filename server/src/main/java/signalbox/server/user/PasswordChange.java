package signalbox.server.user;

/// How a change of a password ended.
sealed interface PasswordChange {
  /// All keys of the user are void.
  record Done() implements PasswordChange {}

  record OldIsWrong() implements PasswordChange {}

  /// The new password is the old one.
  record Same() implements PasswordChange {}
}
