package signalbox.agent.outgoing;

import java.time.Duration;
import signalbox.agent.console.Console;
import signalbox.agent.outgoing.LogOutbox.Batch;
import signalbox.agent.time.Ticker;
import signalbox.rpc.drpc.CallEndedException;
import signalbox.rpc.drpc.RpcException;

/// Tells the server the lines that wait, a batch every quarter of a second. For one thread.
public final class LogPump {
  private static final Duration GATHER = Duration.ofMillis(250);

  private final LogOutbox outbox;
  private final Ticker ticker;
  private final Console console;

  public LogPump(LogOutbox outbox, Ticker ticker, Console console) {
    this.outbox = outbox;
    this.ticker = ticker;
    this.console = console;
  }

  /// Tells the server some lines.
  @FunctionalInterface
  public interface Telling {
    /// @return false when the server takes no more of this agent's lines
    boolean tell(Batch batch) throws RpcException, InterruptedException;
  }

  /// Ends with the connection, when it is interrupted, or when the server takes no more.
  public void run(Telling telling) throws CallEndedException, InterruptedException {
    var pump = new Pump(console, ticker, Pump.A_FEW);
    while (true) {
      outbox.await();
      ticker.pause(GATHER);
      var batch = outbox.take();
      pump.tell("log lines", () -> tell(telling, batch));
      outbox.done();
    }
  }

  private void tell(Telling telling, Batch batch) throws RpcException, InterruptedException {
    if (telling.tell(batch)) return;
    console.sayOfIt(
        "log limit", "The server takes no more log lines of this build; it has enough.");
    outbox.close();
  }
}
