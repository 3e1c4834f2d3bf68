package signalbox.agent;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import signalbox.agent.api.Manifest;
import signalbox.agent.api.ServerCalls;
import signalbox.agent.console.Console;
import signalbox.agent.line.Http;
import signalbox.agent.line.Line;
import signalbox.agent.local.LocalSocket;
import signalbox.agent.local.Reports;
import signalbox.agent.machine.Machine;
import signalbox.agent.outgoing.Outgoing;
import signalbox.agent.process.Family;
import signalbox.agent.time.Ticker;
import signalbox.rpc.drpc.CallEndedException;
import signalbox.rpc.drpc.RpcException;

/// An agent that runs, from [#start] to [#stop].
public final class Agent {
  /// What scripts and their children get to end after the stop scripts have run.
  static final Duration GRACE = Duration.ofSeconds(3);

  /// How long the last news may take to be told.
  static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final AgentSettings settings;
  private final Ticker ticker;
  private final Console console;
  private final RunDirectory directory;
  private final Family family;
  private final Http http = new Http();
  private final Outgoing outgoing;
  private final Reports reports;
  private final LocalSocket socket;
  private final Thread delivering;
  private final Thread connecting;

  /// Null before the first manifest, and for ever if the agent was stopped before. Guarded by this.
  private @Nullable Workspace workspace;

  private boolean stopping;

  private Agent(AgentSettings settings, RunDirectory directory, Ticker ticker, Console console)
      throws IOException {
    this.settings = settings;
    this.ticker = ticker;
    this.console = console;
    this.directory = directory;
    this.family = new Family(Variables.SOCKET, directory.socket().toString());
    this.outgoing = Outgoing.empty(console);
    this.reports = new Reports(settings.site(), http, ticker, console);
    this.socket = LocalSocket.open(directory.socket(), reports, ticker, console);
    this.delivering = begin("reports", reports::run);
    var line = new Line(settings.site(), http, ticker, console, this::talk);
    this.connecting = begin("line", line::run);
  }

  /// Starts an agent. What an earlier one with the same directory has left behind is ended first.
  ///
  /// @throws IOException whose message is for people, when it cannot start
  public static Agent start(AgentSettings settings, Ticker ticker, Console console)
      throws IOException, InterruptedException {
    var directory = RunDirectory.enter(settings.directory());
    try {
      settings.site().token().read();
      var left = new Family(Variables.SOCKET, directory.socket().toString()).end(GRACE, ticker);
      if (left > 0) console.say("Ended %d processes of an agent before.".formatted(left));
      return new Agent(settings, directory, ticker, console);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Stops what runs in the workspace, tells the server as far as it listens, and ends. To be
  /// called once; returns when all is done.
  public void stop() throws InterruptedException {
    var running = stopping();
    if (running != null) {
      var verdict = running.stop();
      family.end(GRACE, ticker);
      running.stopped(verdict);
    }
    socket.close();
    awaitTold();
    end(connecting);
    end(delivering);
    http.close();
    try {
      directory.close();
    } catch (IOException e) {
      console.say("The lock is left behind: " + e.getMessage());
    }
    console.say("The agent has stopped.");
  }

  private synchronized @Nullable Workspace stopping() {
    stopping = true;
    return workspace;
  }

  private void talk(ServerCalls server) throws InterruptedException {
    try {
      var working = workspace(server.manifest());
      if (working == null) return;
      startup(server, working);
      new Conversation(server, working, outgoing, new Machine(), ticker, console).run();
    } catch (CallEndedException _) {
      // The line tells why.
    } catch (RpcException | IOException e) {
      console.sayOfIt("manifest", "The agent cannot begin: " + e.getMessage());
    }
  }

  private void startup(ServerCalls server, Workspace working)
      throws CallEndedException, InterruptedException {
    try {
      server.startup("v" + settings.version(), working.directory().toString());
    } catch (CallEndedException e) {
      throw e;
    } catch (RpcException e) {
      console.sayOfIt("startup", "The server does not take what we are: " + e.text());
    }
  }

  /// Begins work with the first manifest. Later ones are those of the same build and say the same.
  private synchronized @Nullable Workspace workspace(Manifest manifest) throws IOException {
    if (workspace != null || stopping) return workspace;
    workspace = new Workspace(settings, manifest, directory, outgoing, http, ticker, console);
    workspace.begin();
    return workspace;
  }

  private void awaitTold() throws InterruptedException {
    for (var waited = Duration.ZERO; waited.compareTo(FAREWELL) < 0; waited = waited.plus(LOOK)) {
      if (outgoing.isEmpty() && reports.isEmpty()) return;
      ticker.pause(LOOK);
    }
    console.say("Not everything could be told to the server.");
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static Thread begin(String name, Work work) {
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (InterruptedException _) {
                // It was asked to end.
              }
            });
  }

  private static void end(Thread thread) throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
