package signalbox.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.access.Refusal;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @AfterEach
  void close() {
    passwords.close();
  }

  @Test
  void aPasswordMatchesItsHashAndNoOther() {
    var hash = passwords.hash("SomeSecurePassword!");
    assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=4,p=1\\$[^$]{22}\\$[^$]{43}");
    assertThat(passwords.matches("SomeSecurePassword!", hash)).isTrue();
    assertThat(passwords.matches("SomeSecurePassword?", hash)).isFalse();
    assertThat(passwords.hash("SomeSecurePassword!")).isNotEqualTo(hash);
  }

  /// The hash was made by the reference implementation: `argon2 somesalt -id -t 2 -m 16 -p 1 -l 32`
  /// of "password"; it is in that program's own tests.
  @Test
  void hashesOfOtherProgramsAreUnderstood() {
    var hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.matches("password", hash)).isTrue();
    assertThat(passwords.matches("Password", hash)).isFalse();
  }

  @Test
  void whatIsNoHashIsABug() {
    assertThatThrownBy(() -> passwords.matches("password", "password"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutAHashTheWorkIsDoneAllTheSame() throws Exception {
    assertThat(passwords.matches("SomeSecurePassword!", null)).isFalse();
    passwords.close();
    while (passwords.computed() < 1) Thread.onSpinWait();
    assertThat(passwords.computed()).isEqualTo(1);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void ofAFloodSomeAreRefusedAndTheOthersAnswered() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          IntStream.range(0, 300).<Callable<String>>mapToObj(_ -> this::attempt).toList();
      var outcomes = new ArrayList<String>();
      for (var attempt : threads.invokeAll(attempts)) outcomes.add(attempt.resultNow());
      assertThat(outcomes).contains("answered", "UNAVAILABLE");
      assertThat(outcomes.stream().filter("answered"::equals)).hasSizeGreaterThanOrEqualTo(256);
    }
  }

  private String attempt() {
    var refusal = catchThrowableOfType(Refusal.class, () -> passwords.matches("x", null));
    return refusal == null ? "answered" : refusal.kind().name();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SomeSecurePassword!", "correct horse battery", "k7#Qp2!xZ", "пароль-длинный"})
  void passwordsThatAreHardToGuessWillDo(String password) {
    assertThat(PasswordStrength.fault(password)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "password",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "1234567890123",
        "abcdefghijklmnop"
      })
  void passwordsThatAreEasyToGuessWillNot(String password) {
    assertThat(PasswordStrength.fault(password)).isPresent();
  }

  @Test
  void passwordsHaveAtMost64Characters() {
    var longest = "Ab1!".repeat(16);
    assertThat(PasswordStrength.fault(longest)).isEmpty();
    assertThat(PasswordStrength.fault(longest + "x")).isPresent();
    assertThat(PasswordStrength.fault("😀Ab1".repeat(16))).isEmpty();
  }
}
