package signalbox.agent.outgoing;

import java.time.Duration;
import java.util.Map;
import signalbox.agent.console.Console;
import signalbox.agent.time.Ticker;
import signalbox.rpc.drpc.CallEndedException;
import signalbox.rpc.drpc.RpcException;

/// Tells the server what waits in an outbox, for as long as one connection holds. For one thread.
///
/// What the server refuses is told again after a pause, because the refusal may come from a store
/// that is away; what it has no method for, or refuses again and again, is given up with a note.
public final class Pump {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /// How often something that is not worth every effort is tried.
  public static final int A_FEW = 5;

  private final Console console;
  private final Ticker ticker;
  private final int triesMax;

  /// @param triesMax after how many refusals something is given up
  public Pump(Console console, Ticker ticker, int triesMax) {
    this.console = console;
    this.ticker = ticker;
    this.triesMax = triesMax;
  }

  /// One call, or several.
  @FunctionalInterface
  public interface Telling<T> {
    void tell(T item) throws RpcException, InterruptedException;
  }

  /// Ends with the connection, or when it is interrupted.
  public <T> void run(Outbox<T> outbox, Telling<T> telling)
      throws CallEndedException, InterruptedException {
    while (true) {
      var item = outbox.take();
      tell(outbox.what(), () -> telling.tell(item));
      outbox.done();
    }
  }

  /// As [#run], but all that waits at once, and no more often than once a second.
  ///
  /// @param what its content in the plural, for people
  public <K, V> void run(String what, Newest<K, V> newest, Telling<Map<K, V>> telling)
      throws CallEndedException, InterruptedException {
    while (true) {
      var taken = newest.take();
      var told = false;
      try {
        tell(what, () -> telling.tell(taken));
        told = true;
      } finally {
        if (!told) newest.giveBack(taken);
      }
      ticker.pause(PAUSE);
    }
  }

  /// Tells one thing as often as it is worth.
  void tell(String what, Attempt attempt) throws CallEndedException, InterruptedException {
    for (var tries = 1; ; tries++) {
      try {
        attempt.run();
        console.forget(what);
        return;
      } catch (CallEndedException e) {
        throw e;
      } catch (RpcException e) {
        console.sayOfIt(what, "The server does not take %s: %s".formatted(what, e.text()));
        if (e.code() == RpcException.UNIMPLEMENTED || tries >= triesMax) return;
        ticker.pause(pause(tries));
      }
    }
  }

  @FunctionalInterface
  interface Attempt {
    void run() throws RpcException, InterruptedException;
  }

  private static Duration pause(int tries) {
    var doubled = PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
    return doubled.compareTo(PAUSE_MAX) < 0 ? doubled : PAUSE_MAX;
  }
}
