package signalbox.server.agent;

import java.util.List;

/// What becomes of the wish to speak for an agent.
sealed interface CredentialsResult {
  /// @param apps slugs of the apps that it can report for
  record Found(String token, List<String> apps) implements CredentialsResult {}

  /// The newest build is not a start that is done.
  record NotRunning(String transition, String jobStatus) implements CredentialsResult {}

  record NoSuchAgent() implements CredentialsResult {}

  /// The server starts this agent itself.
  record NotExternal(String runtime) implements CredentialsResult {}

  /// The token was derived with another key than the one of this server.
  record KeyChanged() implements CredentialsResult {}
}
