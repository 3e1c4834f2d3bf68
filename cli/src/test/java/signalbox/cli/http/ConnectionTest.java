package signalbox.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final ServerSocket server = listen();
  private CompletableFuture<String> asked = new CompletableFuture<>();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void forgetWhatWasAsked() {
    asked = new CompletableFuture<>();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Answer ask(String answer) throws Unreachable {
    return ask(answer, new Request("GET", "/x?q=1"));
  }

  /// Asks a server that knows only one answer, whatever it is asked.
  private Answer ask(String answer, Request request) throws Unreachable {
    Thread.startVirtualThread(() -> serve(answer));
    var address = new Address(false, "127.0.0.1", server.getLocalPort(), "/base");
    return Connection.exchange(address, request, SILENCE);
  }

  private void serve(String answer) {
    try (var socket = server.accept()) {
      var bytes = new byte[4_096];
      var count = socket.getInputStream().read(bytes);
      asked.complete(new String(bytes, 0, count, StandardCharsets.UTF_8));
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      asked.completeExceptionally(e);
    }
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void theRequestIsPlainHttp() throws Unreachable {
    var request =
        new Request("PATCH", "/x").with("Coder-Session-Token", "t").withBody(new byte[] {'{', '}'});
    ask("HTTP/1.1 204 No Content\r\n\r\n", request);
    assertThat(asked.join())
        .isEqualTo(
            "PATCH /base/x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\nUser-Agent: signalbox\r\nContent-Length: 2\r\nCoder-Session-Token: t\r\nContent-Type: application/json\r\n\r\n{}"
                .formatted(server.getLocalPort()));
  }

  @Test
  void aBodyHasALengthOrChunksOrEndsWithTheConnection() throws Unreachable {
    assertThat(text(ask("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd"))).isEqualTo("ab");
    assertThat(
            text(
                ask(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\na;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")))
        .isEqualTo("ab0123456789");
    assertThat(text(ask("HTTP/1.0 200 OK\n\nall of it"))).isEqualTo("all of it");
    assertThat(text(ask("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"))).isEmpty();
  }

  @Test
  void headersAreFoundInAnyCase() throws Unreachable {
    var answer =
        ask(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Away\r\nRETRY-after:  7 \r\nContent-Length: 0\r\n\r\n");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).hasValue("7");
    assertThat(answer.isOk()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
      })
  void anAnswerThatIsCutIsBroken(String answer) {
    assertThatThrownBy(() -> ask(answer))
        .asInstanceOf(type(Unreachable.class))
        .extracting(Unreachable::kind)
        .isEqualTo(Unreachable.Kind.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void whatIsNoHttpIsSaidToBeNone(String answer) {
    assertThatThrownBy(() -> ask(answer))
        .asInstanceOf(type(Unreachable.class))
        .extracting(Unreachable::kind)
        .isEqualTo(Unreachable.Kind.NOT_HTTP);
  }

  @Test
  void aSilentServerIsNotWaitedForForever() {
    var address = new Address(false, "127.0.0.1", server.getLocalPort(), "");
    assertThatThrownBy(
            () -> Connection.exchange(address, new Request("GET", "/"), Duration.ofMillis(100)))
        .asInstanceOf(type(Unreachable.class))
        .extracting(Unreachable::kind)
        .isEqualTo(Unreachable.Kind.TIMED_OUT);
  }

  @Test
  void aHeaderCannotSmuggleAnotherOne() {
    var request = new Request("GET", "/").with("Coder-Session-Token", "a\r\nX: y");
    assertThatThrownBy(() -> ask("", request)).isInstanceOf(IllegalArgumentException.class);
  }
}
