package signalbox.server.file;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import signalbox.server.access.Refusal;

/// Tar archives (POSIX pax and GNU).
final class Tar {
  private static final int BLOCK = 512;
  private static final int TYPE_AT = 156;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;

  /// Longest entry that only says something about the next one. The library holds them in memory.
  private static final int HEADER_MAX = 64 * 1024;

  private Tar() {}

  static TarArchiveInputStream open(InputStream in) {
    return new TarArchiveInputStream(new BufferedInputStream(in), StandardCharsets.UTF_8.name());
  }

  /// An archive with entries of the same date for the same content.
  static TarArchiveOutputStream create(OutputStream out) {
    var tar =
        new TarArchiveOutputStream(new BufferedOutputStream(out), StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return tar;
  }

  /// @throws Refusal 400 when the archive is broken, or has what could do harm
  static void check(Spool spool) throws IOException {
    try {
      checkHeaders(spool.open());
      checkEntries(spool.open());
    } catch (IOException | IllegalArgumentException e) {
      throw Refusal.of(
          Refusal.Kind.INVALID, "Incomplete .tar archive file.", String.valueOf(e.getMessage()));
    }
  }

  private static void checkEntries(InputStream in) throws IOException {
    var contents = new Contents();
    try (var tar = open(in)) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!isPlain(entry)) throw Contents.neither(entry.getName());
        contents.add(entry.getName(), entry.isDirectory());
        tar.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static boolean isPlain(TarArchiveEntry entry) {
    return (entry.isFile() || entry.isDirectory())
        && !entry.isSymbolicLink()
        && !entry.isLink()
        && !entry.isSparse()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO();
  }

  /// Looks at the sizes of the entries that are about other entries, block by block.
  private static void checkHeaders(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in);
    var header = buffered.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      var size = size(header);
      if (isAboutAnother(header[TYPE_AT]) && size > HEADER_MAX)
        throw Contents.bad("It has a name or a header that is too long.");
      buffered.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
      header = buffered.readNBytes(BLOCK);
    }
  }

  private static boolean isAboutAnother(byte type) {
    return "xgLKX".indexOf(type) >= 0;
  }

  /// Octal digits. Sizes that need another form are far beyond what may be uploaded.
  private static long size(byte[] header) throws IOException {
    var text =
        new String(header, SIZE_AT, SIZE_LENGTH, StandardCharsets.ISO_8859_1)
            .replace('\0', ' ')
            .strip();
    if (!text.matches("[0-7]{0,11}")) throw new IOException("an entry has no size");
    return text.isEmpty() ? 0 : Long.parseLong(text, 8);
  }
}
