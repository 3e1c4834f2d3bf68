package signalbox.agent.console;

import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One line for each thing that matters, with its time in UTC. Thread-safe.
public final class Console {
  private final PrintStream out;
  private final InstantSource clock;
  private final Map<String, String> last = new ConcurrentHashMap<>();

  public Console(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /// Control characters in it, which may come from anywhere, are shown as blanks.
  public void say(String sentence) {
    var safe = sentence.replaceAll("\\p{Cntrl}+", " ").strip();
    out.println(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + safe);
    out.flush();
  }

  /// Says how something is, unless that was the last said of it. What is tried again and again
  /// fails with one line.
  ///
  /// @param topic never shown
  public void sayOfIt(String topic, String sentence) {
    if (!sentence.equals(last.put(topic, sentence))) say(sentence);
  }

  /// What is said next of a topic is news in any case.
  public void forget(String topic) {
    last.remove(topic);
  }
}
