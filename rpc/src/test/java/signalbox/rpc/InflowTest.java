package signalbox.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InflowTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final Inflow inflow = new Inflow(asked::incrementAndGet);

  @Test
  void eachMessageThatIsReadAsksForOneMore() throws Exception {
    inflow.put(new byte[1]);
    inflow.put(new byte[2]);
    assertThat(asked).hasValue(0);
    assertThat(inflow.read()).hasSize(1);
    assertThat(asked).hasValue(1);
    assertThat(inflow.read()).hasSize(2);
    assertThat(asked).hasValue(2);
  }

  @Test
  void theEndComesAfterWhatCameBefore() throws Exception {
    inflow.put(new byte[1]);
    inflow.finish();
    inflow.put(new byte[2]);
    assertThat(inflow.read()).hasSize(1);
    assertThat(inflow.read()).isNull();
    assertThat(inflow.read()).isNull();
    assertThat(asked).hasValue(1);
  }

  @Test
  void afterAFailureNothingIsRead() {
    inflow.put(new byte[1]);
    inflow.fail(new IOException("first"));
    inflow.fail(new IOException("second"));
    assertThatThrownBy(inflow::read).hasMessage("first");
  }

  @Test
  void aReaderThatWaitsWakes() throws Exception {
    var read = new CompletableFuture<Integer>();
    Thread.ofVirtual().start(() -> read.complete(readAll()));
    inflow.put(new byte[3]);
    while (asked.get() == 0) Thread.onSpinWait();
    inflow.finish();
    assertThat(read.get()).isEqualTo(3);
  }

  @Test
  void neverMoreWaitsThanWasAskedFor() throws Exception {
    var credit = new Semaphore(4);
    var bounded = new Inflow(credit::release);
    var written = new AtomicInteger();
    Thread.ofVirtual()
        .start(
            () -> {
              for (; written.get() < 1000; written.incrementAndGet()) {
                credit.acquireUninterruptibly();
                bounded.put(new byte[] {(byte) written.get()});
              }
              bounded.finish();
            });
    for (var read = 0; read < 1000; read++) {
      assertThat(written.get()).isLessThanOrEqualTo(read + 4);
      assertThat(bounded.read()).containsExactly((byte) read);
    }
    assertThat(bounded.read()).isNull();
  }

  private int readAll() {
    var length = 0;
    try {
      for (var m = inflow.read(); m != null; m = inflow.read()) length += m.length;
      return length;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
