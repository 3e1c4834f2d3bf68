package signalbox.wire;

/// The answer to a login.
public record SessionToken(String sessionToken) {}
