package signalbox.agent.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import signalbox.agent.api.Metadatum;
import signalbox.agent.api.Reading;
import signalbox.agent.process.Child;
import signalbox.agent.process.Shell;
import signalbox.agent.time.Ticker;

/// Runs a metadatum's script: what it writes to stdout is the value. Thread-safe.
final class Measuring {
  /// What the last output gets after the script has ended. Then what still holds it is ended.
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private final Shell shell;
  private final Ticker ticker;

  Measuring(Shell shell, Ticker ticker) {
    this.shell = shell;
    this.ticker = ticker;
  }

  Reading measure(Metadatum metadatum) throws InterruptedException {
    try {
      return measure(metadatum, shell.start(metadatum.script()));
    } catch (IOException e) {
      return reading(metadatum, "", "The script cannot be started: " + e.getMessage());
    }
  }

  private Reading measure(Metadatum metadatum, Child child) throws InterruptedException {
    var value = reader(child.out());
    var complaint = reader(child.err());
    var late = new AtomicBoolean();
    int exit;
    try (var _ =
        ticker.after(
            metadatum.timeout(),
            () -> {
              late.set(true);
              child.kill();
            })) {
      exit = child.await();
    } catch (InterruptedException e) {
      child.kill();
      throw e;
    }
    awaitOutput(child, value, complaint);
    if (late.get()) {
      return reading(metadatum, "", "The script took longer than " + seconds(metadatum) + " s.");
    }
    var said = complaint.join().strip();
    var error = exit == 0 ? "" : "exit code " + exit + (said.isEmpty() ? "" : ": " + said);
    return reading(metadatum, value.join(), error);
  }

  private void awaitOutput(Child child, CompletableFuture<?>... outputs) {
    var all = CompletableFuture.allOf(outputs);
    try (var _ = ticker.after(LAST_OUTPUT, child::killRest)) {
      all.join();
    }
  }

  private Reading reading(Metadatum metadatum, String value, String error) {
    return new Reading(metadatum.key(), ticker.instant(), value, error);
  }

  private static String seconds(Metadatum metadatum) {
    return Long.toString(metadatum.timeout().toSeconds());
  }

  private static CompletableFuture<String> reader(InputStream from) {
    var text = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .name("metadata-output")
        .start(() -> text.complete(new Beginning().of(from)));
    return text;
  }
}
