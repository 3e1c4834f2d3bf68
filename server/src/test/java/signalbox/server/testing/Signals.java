package signalbox.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals to other processes, by their names without SIG: `STOP`, `CONT`, `QUIT`.
public final class Signals {
  private Signals() {}

  public static void send(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
          .inheritIO()
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
