package signalbox.server.http;

import signalbox.server.access.Caller;

/// Finds out who calls. Implemented by the feature that knows sessions and tokens.
public interface Authenticator {
  /// The user behind a session key or API token.
  ///
  /// @throws signalbox.server.access.Refusal 401 when there is none or it is not valid
  Caller.Session session(Call call);

  /// The agent behind an agent token.
  ///
  /// @throws signalbox.server.access.Refusal 401 when there is none or it is not valid
  Caller.Agent agent(Call call);
}
