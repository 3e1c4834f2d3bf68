package signalbox.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static signalbox.server.testing.Eventually.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");
  private @Nullable Session session;

  @AfterEach
  void end() {
    if (session != null) session.end(Duration.ZERO, () -> true);
  }

  @Test
  void aProgramHasNothingOfTheServersEnvironment() throws IOException {
    run("env", Map.of("GREETING", "hello"));
    await(() -> output().contains("GREETING=hello"));
    assertThat(output()).doesNotContain("HOME=");
  }

  @Test
  void aProgramThatIsAskedToEndMayTakeItsTime() throws IOException {
    var session = run("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    await(() -> output().contains("up"));
    assertThat(session.end(SOON, () -> false)).isTrue();
    assertThat(output()).contains("bye");
  }

  @Test
  void whoDoesNotEndIsEndedWithEverythingThatItStarted() throws IOException {
    // One child in the background, and one in a process group of its own, as agents run scripts.
    var session =
        run(
            """
            trap '' TERM
            sh -c 'trap "" TERM; echo $$ > one; while :; do sleep 0.05; done' &
            set -m; sh -c 'trap "" TERM; echo $$ > two; while :; do sleep 0.05; done' & set +m
            echo up; while :; do sleep 0.05; done
            """);
    await(() -> Files.exists(folder.resolve("one")) && Files.exists(folder.resolve("two")));
    var children = List.of(pid("one"), pid("two"));

    assertThat(session.end(Duration.ofMillis(200), () -> false)).isFalse();

    assertThat(session.isAlive()).isFalse();
    await(() -> children.stream().noneMatch(SessionTest::runs));
  }

  @Test
  void whatHasLeftTheSessionIsEndedToo() throws IOException {
    var session = run("setsid sh -c 'echo $$ > one; exec sleep 1000' & sleep 0.3; echo up");
    await(() -> Files.exists(folder.resolve("one")) && output().contains("up"));
    var child = pid("one");
    session.end(SOON, () -> false);
    await(() -> !runs(child));
  }

  @Test
  void whatItLeavesBehindIsEndedToo() throws IOException {
    var session = run("sh -c 'echo $$ > one; exec sleep 1000' & echo up; exec sleep 1000");
    await(() -> Files.exists(folder.resolve("one")) && !read("one").isBlank());
    var child = pid("one");
    assertThat(session.end(SOON, () -> false)).isTrue();
    await(() -> !runs(child));
  }

  @Test
  void nobodyWaitsOnceItIsUrgent() throws IOException {
    var session = run("trap '' TERM; echo up; while :; do sleep 0.05; done");
    await(() -> output().contains("up"));
    assertThat(session.end(Duration.ofHours(1), () -> true)).isFalse();
    assertThat(session.isAlive()).isFalse();
  }

  @Test
  void aProgramIsFoundAgainByWhatWasNoted() throws IOException {
    var session = run("echo up; exec sleep 1000");
    var file = folder.resolve("agent.pid");
    session.incarnation().write(file);

    var found = Incarnation.read(file).flatMap(Incarnation::handle);

    assertThat(found).isPresent();
    assertThat(found.orElseThrow().pid()).isEqualTo(session.incarnation().pid());
  }

  @Test
  void anotherProgramWithItsNumberIsNotTakenForIt() throws IOException {
    var incarnation = run("exec sleep 1000").incarnation();
    var other = new Incarnation(incarnation.pid(), incarnation.startedAt().minusSeconds(60));
    assertThat(other.handle()).isEmpty();
  }

  @Test
  void aFileThatSaysNothingNamesNoProgram() throws IOException {
    assertThat(Incarnation.read(folder.resolve("none"))).isEmpty();
    assertThat(Incarnation.read(Files.writeString(folder.resolve("bad"), "x y"))).isEmpty();
    assertThat(Incarnation.read(Files.writeString(folder.resolve("empty"), ""))).isEmpty();
  }

  private Session run(String script) throws IOException {
    return run(script, Map.of("PATH", System.getenv("PATH")));
  }

  private Session run(String script, Map<String, String> environment) throws IOException {
    session =
        Session.start(
            UUID.randomUUID().toString(),
            List.of("/bin/sh", "-c", script),
            folder,
            environment,
            folder.resolve("output"));
    return session;
  }

  private String output() {
    return read("output");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      return "";
    }
  }

  private long pid(String name) {
    await(() -> !read(name).isBlank());
    return Long.parseLong(read(name).strip());
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
