package signalbox.rpc.drpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signalbox.rpc.Limits;
import signalbox.rpc.testing.Pair;
import signalbox.rpc.testing.Pipe;
import signalbox.rpc.testing.RawFrame;
import signalbox.rpc.testing.RawPacket;
import signalbox.rpc.testing.RawPeer;
import signalbox.rpc.yamux.SessionEnd;
import signalbox.rpc.yamux.Stream;

@Timeout(20)
class ClientStreamTest {
  private final Pipe pipe = new Pipe();
  private final RawPeer server = new RawPeer(pipe.right());
  private final RpcClient client = RpcClient.over(pipe.left(), Limits.DEFAULT);
  private final CompletableFuture<SessionEnd> end = Pair.run(client.session());

  @AfterEach
  void close() {
    client.session().close();
    end.join();
  }

  @Test
  void closingSaysCloseAndFinishes() throws Exception {
    var call = open();
    call.close();
    call.close();
    hears("Close 1 2");
    server.hear("WindowUpdate FIN 1 0");
  }

  @Test
  void cancellingSaysSoWithTheControlBit() throws Exception {
    var call = open();
    call.cancel();
    assertThat(server.next().orElseThrow().body()).containsExactly(0x89, 1, 2, 0);
    server.hear("WindowUpdate FIN 1 0");
  }

  @Test
  void whatCannotBeSaidAtOnceIsSaidByAReset() throws Exception {
    try (var call = open()) {
      var sender =
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(() -> call.send(new byte[2 * Stream.WINDOW]))
                          .isInstanceOf(CallEndedException.class));
      for (var heard = 0; heard < Stream.WINDOW - 20; )
        heard += server.next().orElseThrow().length();
      call.cancel();
      sender.join();
      server.hear("WindowUpdate RST 1 0");
    }
    assertThat(client.session().streams()).isZero();
  }

  @Test
  void aServerThatHasEndedTheCallHearsOnlyFin() throws Exception {
    try (var call = open()) {
      server.say(1, RawPacket.of(RawPacket.CLOSE, 1, ""));
      assertThat(call.receive()).isNull();
      assertThatThrownBy(() -> call.send(new byte[1])).isInstanceOf(CallEndedException.class);
    }
    server.hear("WindowUpdate FIN 1 0").finish(1);
  }

  @Test
  void aCallerThatIsStuckInItsRequestHearsTheServersError() throws Exception {
    var heard = new CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(
            () ->
                heard.complete(
                    catchThrowable(() -> client.call("/any", new byte[2 * Stream.WINDOW]))));
    for (var sent = 0; sent < Stream.WINDOW; ) sent += server.next().orElseThrow().body().length;
    server.say(1, RawPacket.of(RawPacket.ERROR, 1, "no more"));
    assertThat(heard.get()).isInstanceOf(RpcException.class).hasMessage("no more");
  }

  @Test
  void aServerThatFinishesWithoutAnAnswerIsAnError() throws Exception {
    try (var call = open()) {
      server.finish(1);
      assertThatThrownBy(call::receive)
          .isInstanceOf(CallEndedException.class)
          .hasMessage("the server has finished the stream");
    }
    server.hear("WindowUpdate FIN 1 0");
  }

  @Test
  void anErrorThatIsTooShortHasNoCode() throws Exception {
    try (var call = open()) {
      server.say(1, RawPacket.of(RawPacket.ERROR, 1, "oops"));
      assertThatThrownBy(call::receive).isInstanceOf(RpcException.class).hasMessage("oops");
    }
  }

  @Test
  void whatIsNotOfThisCallIsDroppedAndWhatBreaksTheRulesResetsIt() throws Exception {
    try (var call = open()) {
      server.say(1, new RawPacket(RawPacket.MESSAGE, 1, 1, new byte[1]));
      server.say(1, new RawPacket(RawPacket.MESSAGE, 2, 1, new byte[2]));
      server.say(1, new RawPacket(RawPacket.MESSAGE, 1, 2, new byte[3]));
      assertThat(call.receive()).hasSize(1);
      assertThatThrownBy(call::receive)
          .isInstanceOf(CallEndedException.class)
          .hasMessage("ids go backwards");
    }
    server.hear("WindowUpdate RST 1 0");
  }

  @Test
  void theServersPingsAreAnsweredWhileACallIsStuck() throws Exception {
    try (var _ = open()) {
      server.say(1, new RawPacket(RawPacket.MESSAGE, 1, 1, new byte[200_000]));
      server.say(RawFrame.of(RawFrame.PING, RawFrame.SYN, 0, 5)).hear("Ping ACK 0 5");
    }
  }

  private ClientStream open() throws Exception {
    var call = client.open("/any");
    server.hear("WindowUpdate SYN 1 0");
    hears("Invoke 1 1");
    return call;
  }

  private void hears(String packet) throws Exception {
    var frame = server.next().orElseThrow();
    assertThat(RawPacket.parse(frame.body())).extracting(RawPacket::head).containsExactly(packet);
  }
}
