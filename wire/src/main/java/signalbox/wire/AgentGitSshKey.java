package signalbox.wire;

/// The key with which a workspace reaches git servers.
///
/// @param publicKey a line as in a file of authorized keys
/// @param privateKey a file in OpenSSH's format
public record AgentGitSshKey(String publicKey, String privateKey) {}
