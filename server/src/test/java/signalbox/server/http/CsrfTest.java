package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import signalbox.server.access.Refusal;

class CsrfTest {
  private static final String LOGOUT = "/api/v2/users/logout";
  private static final String TOKEN = Csrf.token();

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"POST", "PUT", "PATCH", "DELETE"})
  void whoLivesOnTheCookieAloneMustRepeatTheToken(Method method) {
    var refusal = refused(method, LOGOUT, Map.of("Cookie", "coder_session_token=key"));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
    assertThat(refusal.plainText()).isTrue();
    assertThat(refusal.message())
        .isEqualTo(
            "Something is wrong with your CSRF token. Please refresh the page. If this error persists, try clearing"
                + " your cookies.");
  }

  @Test
  void theTokenIsTakenPlainAndMasked() {
    passes(LOGOUT, withToken(TOKEN, TOKEN));
    for (var seed = 0; seed < 20; seed++) passes(LOGOUT, withToken(TOKEN, masked(TOKEN, seed)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "%%%"})
  void anythingElseIsNotTheToken(String sent) {
    refused(Method.POST, LOGOUT, withToken(TOKEN, sent));
    refused(Method.POST, LOGOUT, withToken(TOKEN, masked(Csrf.token(), 1)));
    refused(Method.POST, LOGOUT, withToken(TOKEN, Csrf.token()));
    refused(
        Method.POST, LOGOUT, Map.of("Cookie", "coder_session_token=key", "X-CSRF-TOKEN", TOKEN));
  }

  @Test
  void aHeaderOrQueryThatEqualsTheCookieWillDo() {
    passes(LOGOUT, Map.of("Cookie", "coder_session_token=key", "Coder-Session-Token", "key"));
    passes(LOGOUT + "?coder_session_token=key", Map.of("Cookie", "coder_session_token=key"));
  }

  @Test
  void aHeaderThatDiffersFromTheCookieIsToldSo() {
    var refusal =
        refused(
            Method.POST,
            LOGOUT,
            Map.of("Cookie", "coder_session_token=key", "Coder-Session-Token", "other"));
    assertThat(refusal.message())
        .startsWith(
            "CSRF error encountered. Authentication via \"coder_session_token\" cookie and \"Coder-Session-Token\""
                + " header detected, but the values do not match.");
  }

  @Test
  void whoBringsNoCookieNeedsNoToken() {
    passes(LOGOUT, Map.of());
    passes(LOGOUT, Map.of("Coder-Session-Token", "key"));
    passes(LOGOUT, Map.of("Cookie", "other=1; coder_session_token="));
    passes(
        LOGOUT, Map.of("Cookie", "coder_session_token=key", "Authorization", "Bearer something"));
  }

  @Test
  void readingNeedsNoToken() {
    assertThatNoException()
        .isThrownBy(
            () ->
                Csrf.check(
                    Calls.call(
                        Method.GET,
                        "/api/v2/users/me",
                        Map.of("Cookie", "coder_session_token=key"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/users/first",
        "/api/v2/csp/reports",
        "/api/v2/workspaceagents/me/app-status"
      })
  void someRoutesAreExempt(String path) {
    passes(path, Map.of("Cookie", "coder_session_token=key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/users/first/x",
        "/api/v2/workspaceagents",
        "/api/v2/workspaces/workspaceagents/x"
      })
  void othersLikeThemAreNot(String path) {
    refused(Method.POST, path, Map.of("Cookie", "coder_session_token=key"));
  }

  @Test
  void aTokenIs32RandomBytes() {
    assertThat(Base64.getDecoder().decode(TOKEN)).hasSize(32);
    assertThat(Csrf.token()).isNotEqualTo(TOKEN);
  }

  private static Map<String, String> withToken(String cookie, String sent) {
    return Map.of("Cookie", "coder_session_token=key; csrf_token=" + cookie, "X-CSRF-TOKEN", sent);
  }

  private static String masked(String token, long seed) {
    var plain = Base64.getDecoder().decode(token);
    var masked = new byte[64];
    new Random(seed).nextBytes(masked);
    for (var i = 0; i < 32; i++) masked[32 + i] = (byte) (masked[i] ^ plain[i]);
    return Base64.getEncoder().encodeToString(masked);
  }

  private static void passes(String target, Map<String, String> headers) {
    assertThatNoException().isThrownBy(() -> Csrf.check(Calls.call(Method.POST, target, headers)));
  }

  private static Refusal refused(Method method, String path, Map<String, String> headers) {
    var refusal =
        catchThrowableOfType(Refusal.class, () -> Csrf.check(Calls.call(method, path, headers)));
    assertThat(refusal).as(method + " " + path + " " + headers).isNotNull();
    return refusal;
  }
}
