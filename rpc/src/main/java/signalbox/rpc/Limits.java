package signalbox.rpc;

/// How much of this process one peer may use.
///
/// @param streams open streams at once, and calls that run at once; more are refused with a reset
/// @param packetBytes the longest dRPC packet, sent or received; a longer one ends its stream
/// @param heldBytes what the peer has sent and nobody is done with, on all streams together: what
///   waits, and what running calls work with; more ends the session
public record Limits(int streams, int packetBytes, long heldBytes) {
  /// Coder's own: 256 streams, packets of 4 MiB. Of the longest packets one can be worked with and
  /// one wait while a third comes.
  public static final Limits DEFAULT = new Limits(256, 4 << 20, 12 << 20);
}
