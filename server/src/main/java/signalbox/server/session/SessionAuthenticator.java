package signalbox.server.session;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.http.Authenticator;
import signalbox.server.http.Call;
import signalbox.server.http.Credentials;
import signalbox.server.id.Id;

/// Finds out who calls, from the credential that the request carries. Thread-safe.
public final class SessionAuthenticator implements Authenticator {
  private final Sessions sessions;
  private final Function<String, Optional<Caller.Agent>> agents;
  private final String resourceMetadata;

  /// @param agents finds the agent of a token, a UUID in lower case; empty when it may not speak
  /// @param accessUrl where clients reach this deployment
  public SessionAuthenticator(
      Sessions sessions, Function<String, Optional<Caller.Agent>> agents, String accessUrl) {
    this.sessions = sessions;
    this.agents = agents;
    this.resourceMetadata =
        accessUrl.replaceAll("/+$", "") + "/.well-known/oauth-protected-resource";
  }

  @Override
  public Caller.Session session(Call call) {
    try {
      return sessions.authenticate(Credentials.of(call).orElseThrow(SignedOut::missing));
    } catch (Refusal refusal) {
      throw refusal.kind() == Refusal.Kind.NOT_SIGNED_IN ? challenging(refusal) : refusal;
    }
  }

  /// With the challenge that a 401 must carry (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1).
  private Refusal challenging(Refusal refusal) {
    var isExpired = (refusal.message() + refusal.detail()).contains("expired");
    var challenge =
        "Bearer realm=\"coder\", error=\"invalid_token\", error_description=\"The access token %s\", resource_metadata=\"%s\""
            .formatted(isExpired ? "has expired" : "is invalid", resourceMetadata);
    return refusal.withHeader("WWW-Authenticate", challenge);
  }

  @Override
  public Caller.Agent agent(Call call) {
    var text = Credentials.of(call).orElseThrow(SessionAuthenticator::noAgentToken);
    var token = Id.parse(text).orElseThrow(() -> malformedAgentToken(text));
    return agents.apply(token.toString().toLowerCase(Locale.ROOT)).orElseThrow(Refusal::staleAgent);
  }

  private static Refusal noAgentToken() {
    return Refusal.of(
        Refusal.Kind.NOT_SIGNED_IN, "Cookie \"coder_session_token\" must be provided.");
  }

  private static Refusal malformedAgentToken(String text) {
    return Refusal.of(
        Refusal.Kind.NOT_SIGNED_IN,
        "Workspace agent token invalid.",
        "An agent token must be a valid UUIDv4. (len " + text.length() + ")");
  }
}
