package signalbox.agent.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import signalbox.agent.api.LogLine;
import signalbox.agent.api.LogLine.Level;
import signalbox.agent.console.Console;

class OutboxTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(said, true, StandardCharsets.UTF_8), InstantSource.fixed(Instant.EPOCH));

  @Test
  void theOldestGoesButNotWhatIsBeingTold() throws InterruptedException {
    var dropped = new ArrayList<Integer>();
    var outbox = new Outbox<Integer>("numbers", 3, console, dropped::add);
    outbox.put(1);
    assertThat(outbox.take()).isEqualTo(1);
    for (var number = 2; number <= 6; number++) outbox.put(number);
    assertThat(dropped).containsExactly(2, 3);
    assertThat(outbox.take()).isEqualTo(1);
    var told = new ArrayList<Integer>();
    while (!outbox.isEmpty()) {
      told.add(outbox.take());
      outbox.done();
    }
    assertThat(told).containsExactly(1, 4, 5, 6);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("More than 3 numbers wait", "2 numbers were lost");
  }

  @Test
  void linesBeyondAMebibyteGoAndAreCounted() throws InterruptedException {
    var logs = new LogOutbox();
    var source = UUID.randomUUID();
    var line = "x".repeat(1003);
    for (var number = 0; number < 1100; number++) logs.put(line(source, line));
    var batch = logs.take();
    assertThat(batch.lines()).hasSize(1025);
    assertThat(batch.lines().getFirst())
        .isEqualTo(
            new LogLine(
                source,
                Instant.EPOCH,
                Level.WARN,
                "[76 lines are missing here: too many waited for the server]"));
    logs.put(line(source, "later"));
    assertThat(logs.take()).isSameAs(batch);
    logs.done();
    assertThat(logs.take().lines()).extracting(LogLine::text).containsExactly("later");
  }

  @Test
  void linesOfOneLogStayTogetherAndInOrder() throws InterruptedException {
    var logs = new LogOutbox();
    var one = UUID.randomUUID();
    var two = UUID.randomUUID();
    for (var text : List.of("a", "b", "c")) {
      logs.put(line(one, text));
      logs.put(line(two, text + text));
    }
    assertThat(logs.take().lines()).extracting(LogLine::text).containsExactly("a", "b", "c");
    logs.done();
    assertThat(logs.take().lines()).extracting(LogLine::text).containsExactly("aa", "bb", "cc");
    logs.done();
    assertThat(logs.isEmpty()).isTrue();
  }

  @Test
  void onlyTheNewestIsGivenBack() throws InterruptedException {
    var newest = new Newest<String, Integer>();
    newest.put("a", 1);
    newest.put("b", 1);
    var taken = newest.take();
    newest.put("a", 2);
    newest.giveBack(taken);
    assertThat(newest.take())
        .containsOnly(java.util.Map.entry("a", 2), java.util.Map.entry("b", 1));
  }

  private static LogLine line(UUID source, String text) {
    return new LogLine(source, Instant.EPOCH, Level.INFO, text);
  }
}
