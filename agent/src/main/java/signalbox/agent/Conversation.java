package signalbox.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import signalbox.agent.api.ServerCalls;
import signalbox.agent.console.Console;
import signalbox.agent.machine.Machine;
import signalbox.agent.machine.UsageWindow;
import signalbox.agent.outgoing.LogPump;
import signalbox.agent.outgoing.Outgoing;
import signalbox.agent.outgoing.Pump;
import signalbox.agent.time.Ticker;
import signalbox.rpc.drpc.CallEndedException;
import signalbox.rpc.drpc.RpcException;

/// What is said on one connection once the manifest is there: several things beside each other,
/// each on a virtual thread that ends with the connection.
final class Conversation {
  /// How long a part that was refused waits.
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final ServerCalls server;
  private final Workspace workspace;
  private final Outgoing outgoing;
  private final Machine machine;
  private final Ticker ticker;
  private final Console console;
  private final CountDownLatch failed = new CountDownLatch(1);

  Conversation(
      ServerCalls server,
      Workspace workspace,
      Outgoing outgoing,
      Machine machine,
      Ticker ticker,
      Console console) {
    this.server = server;
    this.workspace = workspace;
    this.outgoing = outgoing;
    this.machine = machine;
    this.ticker = ticker;
    this.console = console;
  }

  private interface Part {
    void run() throws RpcException, InterruptedException;
  }

  /// Goes on until its thread is interrupted because the connection has ended, or a part of it
  /// fails.
  void run() throws InterruptedException {
    List<Part> parts =
        List.of(
            this::lifecycle,
            this::logs,
            this::completed,
            this::metadata,
            this::health,
            this::stats,
            this::usage);
    var factory = Thread.ofVirtual().name("part-", 0).factory();
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      try {
        for (var part : parts) threads.execute(() -> run(part));
        failed.await();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private void run(Part part) {
    try {
      while (!isOver(part)) ticker.pause(AGAIN);
    } catch (CallEndedException | InterruptedException _) {
      // The connection has ended.
    } catch (RuntimeException e) {
      console.say("Something went wrong that should not: " + e);
      failed.countDown();
    }
  }

  /// @return false when the server refused something, which it may take later
  private boolean isOver(Part part) throws CallEndedException, InterruptedException {
    try {
      part.run();
      return true;
    } catch (CallEndedException e) {
      throw e;
    } catch (RpcException e) {
      if (e.code() == RpcException.UNIMPLEMENTED) return true;
      console.sayOfIt("refusal", "The server refused: " + e.text());
      return false;
    }
  }

  private void lifecycle() throws CallEndedException, InterruptedException {
    // A state that is not told leaves a workspace "starting" for ever.
    new Pump(console, ticker, Integer.MAX_VALUE).run(outgoing.lifecycle(), server::lifecycle);
  }

  private void logs() throws CallEndedException, InterruptedException {
    new LogPump(outgoing.logs(), ticker, console)
        .run(batch -> server.logs(batch.source(), batch.lines()));
  }

  private void completed() throws CallEndedException, InterruptedException {
    new Pump(console, ticker, Pump.A_FEW).run(outgoing.completed(), server::scriptCompleted);
  }

  private void metadata() throws CallEndedException, InterruptedException {
    if (workspace.metadata().isEmpty()) return;
    try (var _ = workspace.metadata().open()) {
      new Pump(console, ticker, Pump.A_FEW)
          .run(
              "metadata",
              workspace.metadata().readings(),
              readings -> server.metadata(List.copyOf(readings.values())));
    }
  }

  private void health() throws CallEndedException, InterruptedException {
    new Pump(console, ticker, Integer.MAX_VALUE)
        .run("healths of apps", workspace.health().changes(), server::healths);
  }

  private void stats() throws RpcException, InterruptedException {
    var interval = server.statsInterval();
    while (true) {
      ticker.pause(interval);
      interval = server.stats(machine.gauges());
    }
  }

  private void usage() throws RpcException, InterruptedException {
    var wanted = server.monitoring();
    if (!wanted.isWanted()) return;
    var window = new UsageWindow(machine, wanted);
    while (true) {
      var measured = window.measure(ticker.instant());
      if (!measured.isEmpty()) server.usage(measured);
      ticker.pause(wanted.interval());
    }
  }
}
