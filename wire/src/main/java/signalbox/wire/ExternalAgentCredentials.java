package signalbox.wire;

/// What an agent outside needs to speak for a workspace.
///
/// @param command a line to paste
public record ExternalAgentCredentials(String command, String agentToken) {}
