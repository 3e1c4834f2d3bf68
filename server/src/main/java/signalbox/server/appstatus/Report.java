package signalbox.server.appstatus;

import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;

/// A valid report: made from outside words once, at the edge, and trusted from there on.
///
/// @param message one line for people, cleaned, HTML-escaped
/// @param uri where to see more; null when the app named nothing
/// @param needsUserAttention whether a human should look
/// @param leaseSeconds how long it may be believed without the agent being connected; null for the
///   default
/// @param key null when the client does not care about retries
public record Report(
    Caller.Agent agent,
    String slug,
    State state,
    String message,
    @Nullable String uri,
    boolean needsUserAttention,
    @Nullable Integer leaseSeconds,
    @Nullable Key key) {

  /// An `Idempotency-Key` and the SHA-256, in hexadecimal, of the body that came with it.
  public record Key(String text, String bodySha256) {}
}
