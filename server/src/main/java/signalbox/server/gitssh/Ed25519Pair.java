package signalbox.server.gitssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/// Both halves of an Ed25519 key (RFC 8032) in the forms that OpenSSH reads.
///
/// @param publicKey a line as in a file of authorized keys (RFC 8709)
/// @param privateKey a file as `ssh-keygen` writes it (OpenSSH's PROTOCOL.key)
record Ed25519Pair(String publicKey, String privateKey) {
  private static final int LINE = 70;

  /// @param seed 32 bytes that nobody else knows
  static Ed25519Pair ofSeed(byte[] seed) {
    try {
      var key = new Ed25519PrivateKeyParameters(seed);
      var mine = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
      return new Ed25519Pair(
          "ssh-ed25519 "
              + base64(OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey()))
              + "\n",
          "-----BEGIN OPENSSH PRIVATE KEY-----\n"
              + new String(
                  mine.encode(OpenSSHPrivateKeyUtil.encodePrivateKey(key)),
                  StandardCharsets.US_ASCII)
              + "\n-----END OPENSSH PRIVATE KEY-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException("a key could not be written to memory", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Without the private half, which no log should have.
  @Override
  public String toString() {
    return publicKey;
  }
}
