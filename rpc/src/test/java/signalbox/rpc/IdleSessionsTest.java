package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.drpc.RpcServer;
import signalbox.rpc.testing.Echoes;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.Session;
import signalbox.rpc.yamux.SessionEnd;

@Timeout(120)
@Tag("slow")
class IdleSessionsTest {
  private static final int SESSIONS = 10_000;

  /// A session with the two calls that an agent keeps open, and the test's own pipe.
  private static final int BYTES_EACH = 20 << 10;

  @Test
  void tenThousandIdleAgentsCostLittleMemoryAndNoThread() throws Exception {
    var echoes = new Echoes();
    var sessions = new ArrayList<Session>();
    var ends = new ArrayList<CompletableFuture<SessionEnd>>();
    var peers = new ArrayList<RawPeer>();
    var before = used();
    for (var i = 0; i < SESSIONS; i++) {
      var pipe = new Pipe();
      var session = RpcServer.over(pipe.right(), echoes, Limits.DEFAULT, (_, _) -> {});
      sessions.add(session);
      ends.add(Pair.run(session));
      peers.add(openTwoCalls(new RawPeer(pipe.left())));
    }
    assertThat((used() - before) / SESSIONS).isLessThan(BYTES_EACH);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(50);
    for (var session : sessions) session.beat(() -> {});
    for (var peer : peers) peer.hear("Ping SYN 0 0");
    for (var session : sessions) session.close();
    for (var end : ends) end.get();
    echoes.awaitNone();
  }

  private static RawPeer openTwoCalls(RawPeer peer) throws Exception {
    peer.open(1).say(1, RawPacket.of(RawPacket.INVOKE, 1, Echoes.WAIT));
    peer.open(3).say(3, RawPacket.of(RawPacket.INVOKE, 1, Echoes.ECHO));
    return peer.hear("WindowUpdate ACK 1 0", "WindowUpdate ACK 3 0");
  }

  private static long used() {
    System.gc();
    var memory = ManagementFactory.getMemoryMXBean();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
