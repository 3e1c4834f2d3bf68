package signalbox.agent.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/// kill(1), because the JDK knows single processes only and no groups.
final class Signals {
  private static final int PATIENCE_SECONDS = 5;

  private Signals() {}

  /// @param target as for kill(2): a group when negative
  /// @return whether it was sent
  static boolean send(String name, long target) {
    try {
      var kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- " + target)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
