package signalbox.wire;

/// How a user signs in.
public record LoginType(String loginType) {}
