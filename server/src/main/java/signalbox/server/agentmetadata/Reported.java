package signalbox.server.agentmetadata;

/// What became of a report of metadata.
public sealed interface Reported {
  /// All of it will be stored soon.
  record Taken() implements Reported {}

  /// Its keys are too long altogether; what stands before the key that was too much will be stored.
  ///
  /// @param bytes of the keys, up to and with that one
  record KeysTooLong(int bytes) implements Reported {
    /// What agents are told.
    public String text() {
      return "metadata keys of %d bytes exceeded %d bytes"
          .formatted(bytes, AgentMetadata.KEY_BYTES_MAX);
    }
  }
}
