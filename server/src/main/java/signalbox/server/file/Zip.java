package signalbox.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import signalbox.server.access.Refusal;

/// Zip archives.
final class Zip {
  private Zip() {}

  /// The same as a tar. Equal content gives equal bytes, but for its order.
  ///
  /// @throws Refusal 400 when the archive is broken or has what could do harm; 413 when it expands
  ///   to more than a file may have
  static Spool toTar(Spool zip) throws IOException {
    var tar = new Spool();
    try {
      try (var file = ZipFile.builder().setSeekableByteChannel(zip.channel()).get();
          var out = Tar.create(tar.sink())) {
        copy(file, out);
      }
      return tar;
    } catch (IOException | IllegalArgumentException e) {
      tar.close();
      throw Refusal.of(
          Refusal.Kind.INVALID, "Incomplete .zip archive file.", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  private static void copy(ZipFile file, TarArchiveOutputStream out) throws IOException {
    var contents = new Contents();
    for (var entries = file.getEntries(); entries.hasMoreElements(); ) {
      var entry = entries.nextElement();
      if (entry.isUnixSymlink()) throw Contents.neither(entry.getName());
      var path = contents.add(entry.getName(), entry.isDirectory());
      if (path.isEmpty()) continue;
      if (!file.canReadEntryData(entry))
        throw Contents.bad(
            Contents.quoted(entry.getName()) + " is encrypted, or compressed in an unusual way.");
      copy(file, entry, path, out);
    }
  }

  private static void copy(
      ZipFile file, ZipArchiveEntry entry, String path, TarArchiveOutputStream out)
      throws IOException {
    var copy = new TarArchiveEntry(entry.isDirectory() ? path + "/" : path);
    copy.setModTime(0);
    if (!entry.isDirectory()) {
      if (entry.getSize() > Spool.BYTES_MAX) throw Spool.tooLarge();
      if ((entry.getUnixMode() & 0100) != 0) copy.setMode(0100755);
      copy.setSize(entry.getSize());
    }
    out.putArchiveEntry(copy);
    if (!entry.isDirectory()) {
      try (var content = file.getInputStream(entry)) {
        content.transferTo(out);
      }
    }
    out.closeArchiveEntry();
  }

  /// The same as a zip.
  static Spool ofTar(InputStream tar) throws IOException {
    var zip = new Spool();
    try (var in = Tar.open(tar);
        var out = new ZipOutputStream(zip.sink())) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var path = Contents.path(entry.getName());
        if (path.isEmpty()) continue;
        out.putNextEntry(new ZipEntry(entry.isDirectory() ? path + "/" : path));
        in.transferTo(out);
        out.closeEntry();
      }
      return zip;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }
}
