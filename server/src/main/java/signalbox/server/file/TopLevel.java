package signalbox.server.file;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// The files at the top of an archive, without those in its directories.
public final class TopLevel {
  private static final int NAMES_MAX = 1_000;

  private final Map<String, byte[]> contents = new HashMap<>();
  private final Set<String> names = new TreeSet<>();

  private TopLevel() {}

  /// @param max longest content that is kept, in bytes; of what is longer, one byte more
  static TopLevel read(TarArchiveInputStream tar, Set<String> wanted, int max) throws IOException {
    var read = new TopLevel();
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      var name = Contents.path(entry.getName());
      if (entry.isDirectory() || name.contains("/") || read.names.size() >= NAMES_MAX) continue;
      read.names.add(name);
      if (wanted.contains(name)) read.contents.put(name, tar.readNBytes(max + 1));
    }
    return read;
  }

  /// By name.
  public Set<String> names() {
    return names;
  }

  /// The content of a wanted file that is there.
  public Optional<byte[]> content(String name) {
    return Optional.ofNullable(contents.get(name));
  }
}
