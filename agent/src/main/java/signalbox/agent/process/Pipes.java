package signalbox.agent.process;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The outputs of a program as named pipes, mkfifo(1). The JDK closes its own pipes when the
/// program ends, and so breaks what the program has left running; these end with their last writer.
final class Pipes {
  private final Path out;
  private final Path err;
  private final CompletableFuture<Void> ended;

  private Pipes(Path out, Path err, CompletableFuture<Void> ended) {
    this.out = out;
    this.err = err;
    this.ended = ended;
  }

  /// Reads what comes, on a thread for each.
  @FunctionalInterface
  interface Reader {
    void read(InputStream from) throws IOException;
  }

  /// @param directory where their names are for a moment
  static Pipes make(Path directory, Reader out, Reader err)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    var name = UUID.randomUUID().toString();
    var outPath = directory.resolve(name + ".out");
    var errPath = directory.resolve(name + ".err");
    var made =
        new ProcessBuilder("mkfifo", outPath.toString(), errPath.toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start()
            .waitFor();
    if (made != 0) throw new IOException("no pipes can be made in " + directory);
    var ended = CompletableFuture.allOf(reading(outPath, out), reading(errPath, err));
    return new Pipes(outPath, errPath, ended);
  }

  void connect(ProcessBuilder builder) {
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
  }

  /// Completed when nobody holds them any more and all was read.
  CompletableFuture<Void> ended() {
    return ended;
  }

  /// Takes the names away; who holds the pipes keeps them.
  void unlink() throws IOException {
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
  }

  /// No program came: lets the readers go.
  void abandon() throws IOException {
    new FileOutputStream(out.toFile()).close();
    new FileOutputStream(err.toFile()).close();
    unlink();
  }

  private static CompletableFuture<Void> reading(Path pipe, Reader reader) {
    var ended = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name("output")
        .start(
            () -> {
              try (var from = new FileInputStream(pipe.toFile())) {
                reader.read(from);
                ended.complete(null);
              } catch (IOException | RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    return ended;
  }
}
