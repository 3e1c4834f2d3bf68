package signalbox.server.session;

/// How an attempt to sign in ended.
sealed interface Login {
  /// @param key the whole key of the new session
  record SignedIn(String key) implements Login {}

  /// There is no such user, or they have another password; nobody is told which.
  record Wrong() implements Login {}

  /// The password is right, but the user is locked out.
  record Suspended() implements Login {}
}
