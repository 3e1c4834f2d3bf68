package signalbox.server.gitssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Workshop;

class GitSshKeyTest {
  private static final String MINE = "/users/me/gitsshkey";
  private static final String AGENTS = "/workspaceagents/me/gitsshkey";

  private final Workshop shop = Workshop.open();
  private final String token = shop.agentToken(shop.started("w1", shop.alice));

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void aUserSeesThePublicHalfOfTheKeyThatTheirAgentsGet() {
    var whole = shop.get(AGENTS, token);
    assertThat(whole.keys()).containsExactly("public_key", "private_key");
    var mine = shop.get(MINE, shop.alice);
    assertThat(mine.keys()).containsExactly("user_id", "created_at", "updated_at", "public_key");
    assertThat(mine.text("public_key")).isEqualTo(whole.text("public_key"));
    assertThat(shop.get(MINE, shop.admin).text("public_key")).isNotEqualTo(mine.text("public_key"));
    assertThat(mine.body()).doesNotContain("PRIVATE");
  }

  @Test
  void bothHalvesAreOneKeyInTheFormsOfOpenSsh() {
    var whole = shop.get(AGENTS, token);
    assertThat(whole.text("public_key")).startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA");
    assertThat(whole.text("private_key"))
        .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA")
        .endsWith("\n-----END OPENSSH PRIVATE KEY-----\n")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 70));
    var mine = (Ed25519PrivateKeyParameters) OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(pem(whole));
    var text = whole.text("public_key").strip().split(" ", -1)[1];
    var open =
        (Ed25519PublicKeyParameters)
            OpenSSHPublicKeyUtil.parsePublicKey(Base64.getDecoder().decode(text));
    var message = "signed".getBytes(StandardCharsets.UTF_8);
    var signer = new Ed25519Signer();
    signer.init(true, mine);
    signer.update(message, 0, message.length);
    var signature = signer.generateSignature();
    var verifier = new Ed25519Signer();
    verifier.init(false, open);
    verifier.update(message, 0, message.length);
    assertThat(verifier.verifySignature(signature)).isTrue();
  }

  private static byte[] pem(signalbox.server.testing.Answer whole) {
    var lines = whole.text("private_key").lines().filter(line -> !line.startsWith("-----"));
    return Base64.getDecoder().decode(String.join("", lines.toList()));
  }

  @Test
  void aNewKeyTakesThePlaceOfTheOldOne() {
    var old = shop.get(AGENTS, token).text("private_key");
    var renewed = shop.put(MINE, shop.alice, null);
    assertThat(renewed.status()).isEqualTo(200);
    var now = shop.get(AGENTS, token);
    assertThat(now.text("private_key")).isNotEqualTo(old);
    assertThat(now.text("public_key")).isEqualTo(renewed.text("public_key"));
  }

  @Test
  void whoeverAsksFirstAtTheSameTimeGetsTheSameKey() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> ask = () -> shop.get(MINE, shop.alice).text("public_key");
      var keys = threads.invokeAll(Stream.generate(() -> ask).limit(8).toList());
      for (var key : keys) assertThat(key.get()).isEqualTo(keys.getFirst().get());
    }
  }

  @Test
  void aServerWithAnotherSecretSaysSoUntilThereIsANewKey() {
    shop.get(AGENTS, token);
    try (var other = Workshop.withKey(shop.address, 2)) {
      var refused = other.get(AGENTS, token);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.detail()).contains("PUT /api/v2/users/me/gitsshkey");
      assertThat(other.put(MINE, other.alice, null).status()).isEqualTo(200);
      assertThat(other.get(AGENTS, token).status()).isEqualTo(200);
    }
  }
}
