package signalbox.server.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import signalbox.server.id.AgentId;
import signalbox.server.testing.TestDirectory;

class AgentTokensTest {
  private final AgentTokens tokens = new AgentTokens(new byte[32]);
  private final AgentId agent = AgentId.next();

  @Test
  void aTokenIsARandomUuidToEverybodyElse() {
    var token = UUID.fromString(tokens.token(agent));
    assertThat(token.version()).isEqualTo(4);
    assertThat(token.variant()).isEqualTo(2);
    assertThat(token).isNotEqualTo(agent.value());
    assertThat(tokens.token(AgentId.next())).isNotEqualTo(token.toString());
  }

  @Test
  void anAgentHasOneTokenAndAnotherWithAnotherKey() {
    var other = new byte[32];
    other[31] = 1;
    assertThat(new AgentTokens(new byte[32]).token(agent)).isEqualTo(tokens.token(agent));
    assertThat(new AgentTokens(other).token(agent)).isNotEqualTo(tokens.token(agent));
  }

  @Test
  void aHashDoesNotDependOnTheCaseOfTheToken() {
    var token = tokens.token(agent);
    assertThat(AgentTokens.hash(token.toUpperCase(Locale.ROOT))).isEqualTo(AgentTokens.hash(token));
  }

  @Test
  void theKeyIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    try (var directory = TestDirectory.make()) {
      var first = AgentTokens.ofDirectory(directory.path()).token(agent);
      assertThat(AgentTokens.ofDirectory(directory.path()).token(agent)).isEqualTo(first);
      var file = directory.path().resolve("agent-token.key");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (var files = Files.list(directory.path())) {
        assertThat(files).containsExactly(file);
      }
    }
  }

  @Test
  void aDamagedKeyIsNotReplaced() throws IOException {
    try (var directory = TestDirectory.make()) {
      Files.write(directory.path().resolve("agent-token.key"), new byte[] {1, 2});
      assertThatThrownBy(() -> AgentTokens.ofDirectory(directory.path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
    }
  }
}
