package signalbox.rpc;

/// How much of this process one peer may use.
///
/// @param streams open streams at once, and calls that run at once; more are refused with a reset
/// @param packetBytes the longest dRPC packet, sent or received; a longer one ends its stream
/// @param heldBytes what the peer has sent and nobody has taken yet, on all streams together; more
///   ends the session
public record Limits(int streams, int packetBytes, long heldBytes) {
  /// Coder's own: 256 streams, packets of 4 MiB. Two of the longest packets can be held.
  public static final Limits DEFAULT = new Limits(256, 4 << 20, 8 << 20);
}
