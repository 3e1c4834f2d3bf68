package signalbox.server.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import signalbox.server.id.AgentId;

/// The tokens with which agents speak. A token has the form of a random UUID and is derived from
/// the agent's id with a key, so it can be shown again although the database has only its hash: who
/// reads the database cannot speak for an agent. Thread-safe.
public final class AgentTokens {
  static final int KEY_BYTES = 32;

  private static final String FILE = "agent-token.key";
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /// @param key 32 bytes that nobody else knows
  public AgentTokens(byte[] key) {
    if (key.length != KEY_BYTES) throw new IllegalArgumentException("a key has 32 bytes");
    this.key = new SecretKeySpec(key, HMAC);
  }

  /// Reads the key of a data directory, made when there is none yet.
  ///
  /// @throws IOException when it cannot be read or written, or is not a key
  public static AgentTokens ofDirectory(Path directory) throws IOException {
    var file = directory.resolve(FILE);
    try {
      return new AgentTokens(checked(file, Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return new AgentTokens(make(file));
    }
  }

  private static byte[] checked(Path file, byte[] key) throws IOException {
    if (key.length == KEY_BYTES) return key;
    throw new IOException(file + " is damaged: it should have " + KEY_BYTES + " bytes");
  }

  /// Written whole or not at all, and never readable by others.
  private static byte[] make(Path file) throws IOException {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    var mine = PosixFilePermissions.fromString("rw-------");
    var unfinished = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(mine));
    Files.write(unfinished, key);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }

  /// The agent's token.
  public String token(AgentId agent) {
    return version4(ByteBuffer.wrap(secret(agent.toString()))).toString();
  }

  /// 32 bytes that follow from the key and a name, and from nothing else.
  ///
  /// @param name of what they are for; no id of an agent
  public byte[] secret(String name) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /// What the database has of a token.
  static byte[] hash(String token) {
    try {
      var text = token.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// RFC 9562 §5.4: 122 bits are ours, the others say that it is of version 4.
  private static UUID version4(ByteBuffer bytes) {
    var high = (bytes.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    var low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
