package signalbox.rpc.testing;

import java.io.ByteArrayOutputStream;
import java.util.List;

/// The packets of one direction of one stream, as they come in data frames.
public final class RawStream {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int packets;

  /// @return the packets that end in this frame
  public List<RawPacket> hear(RawFrame frame) {
    body.writeBytes(frame.body());
    var all = RawPacket.parse(body.toByteArray());
    var fresh = all.subList(packets, all.size());
    packets = all.size();
    return fresh;
  }
}
