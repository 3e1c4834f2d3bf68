package signalbox.agent.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import signalbox.agent.api.Gauge;
import signalbox.agent.api.Usage.Share;

/// The figures of the machine, or of the container that this is. What is not known is left out.
public final class Machine {
  private static final long KIB = 1024;

  private final Path proc;
  private final Path control;

  public Machine() {
    this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /// @param proc proc(5)
  /// @param control the root of cgroups(7), version 2
  Machine(Path proc, Path control) {
    this.proc = proc;
    this.control = control;
  }

  public List<Gauge> gauges() {
    var gauges = new ArrayList<Gauge>();
    load().ifPresent(load -> gauges.add(new Gauge("signalbox_machine_load1", load)));
    gauges.add(
        new Gauge("signalbox_machine_processors", Runtime.getRuntime().availableProcessors()));
    memory()
        .ifPresent(
            memory -> {
              gauges.add(new Gauge("signalbox_machine_memory_used_bytes", memory.used()));
              gauges.add(new Gauge("signalbox_machine_memory_total_bytes", memory.total()));
            });
    return gauges;
  }

  /// A container's limit and use, or else the machine's memory and what of it is not available.
  public Optional<Share> memory() {
    var limit = number(control.resolve("memory.max"));
    var used = number(control.resolve("memory.current"));
    if (limit.isPresent() && used.isPresent()) {
      return Optional.of(new Share(used.getAsLong(), limit.getAsLong()));
    }
    var total = information("MemTotal:");
    var available = information("MemAvailable:");
    if (total.isEmpty() || available.isEmpty()) return Optional.empty();
    return Optional.of(new Share(total.getAsLong() - available.getAsLong(), total.getAsLong()));
  }

  /// The file system that a path is on.
  public Optional<Share> volume(String path) {
    try {
      var store = Files.getFileStore(Path.of(path));
      return Optional.of(
          new Share(store.getTotalSpace() - store.getUnallocatedSpace(), store.getTotalSpace()));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<Double> load() {
    return read(proc.resolve("loadavg"))
        .map(text -> text.substring(0, text.indexOf(' ')))
        .map(Double::valueOf);
  }

  private OptionalLong information(String name) {
    return read(proc.resolve("meminfo")).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * KIB)
        .findFirst();
  }

  private static OptionalLong number(Path file) {
    return read(file).stream()
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
