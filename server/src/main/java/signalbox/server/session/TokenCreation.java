package signalbox.server.session;

/// How making an API token ended.
sealed interface TokenCreation {
  /// @param key the whole token, shown this once
  record Created(String key) implements TokenCreation {}

  /// The user has a token of this name.
  record NameTaken(String name) implements TokenCreation {}
}
