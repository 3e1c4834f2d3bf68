package signalbox.wire;

/// Whether a password may be chosen.
///
/// @param details what is wrong with it; empty when nothing is
public record PasswordValidity(boolean valid, String details) {}
