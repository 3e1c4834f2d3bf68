package signalbox.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signalbox.server.testing.Answer;
import signalbox.server.testing.Door;

/// Scenario 39.
class CookieUsersTest {
  private final Door door = Door.open();
  private final String token = door.admin();
  private final String cookie = "coder_session_token=" + token;

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aCookieAloneCannotSignOut() {
    var answer = logout("Cookie", cookie);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            "Something is wrong with your CSRF token. Please refresh the page. If this error persists, try clearing"
                + " your cookies.\n");
    assertThat(door.call("GET", "/users/me", null, "Cookie", cookie).status()).isEqualTo(200);
  }

  @Test
  void aDifferentHeaderIsToldApart() {
    assertThat(logout("Cookie", cookie, "Coder-Session-Token", "other").body())
        .startsWith("CSRF error encountered.")
        .endsWith("\n");
    assertThat(logout("Cookie", cookie, "Coder-Session-Token", token).status()).isEqualTo(200);
  }

  @Test
  void thePageGetsATokenAndWithItActs() {
    var page = door.call("GET", "/users/me", null, "Cookie", cookie);
    var set =
        page.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("csrf_token="))
            .findFirst()
            .orElseThrow();
    assertThat(set).contains("; Path=/; HttpOnly; SameSite=Lax");
    var csrf = set.substring("csrf_token=".length(), set.indexOf(';'));
    assertThat(logout("Cookie", cookie + "; csrf_token=" + csrf, "X-CSRF-TOKEN", csrf).status())
        .isEqualTo(200);
  }

  @Test
  void readingAndHeadersAndTheFirstUserNeedNoToken() {
    assertThat(door.call("GET", "/users/me", null, "Cookie", cookie).status()).isEqualTo(200);
    assertThat(door.call("POST", "/users/first", "{}", "Cookie", cookie).wrongFields())
        .contains("email");
    assertThat(logout("Coder-Session-Token", token).status()).isEqualTo(200);
  }

  @Test
  void aSocketOfAnotherSiteIsRefused() throws IOException {
    assertThat(upgrade("Origin: http://evil.example.com\r\n", "authorized"))
        .startsWith("HTTP/1.1 403")
        .contains("text/plain", "evil.example.com");
    assertThat(upgrade("Origin: http://localhost\r\n", "\r\n\r\n")).startsWith("HTTP/1.1 101");
    var plain = door.get("/streams/me/ws", token);
    assertThat(plain.status()).isEqualTo(426);
    assertThat(plain.header("Upgrade")).isEqualTo("websocket");
  }

  private String upgrade(String origin, String until) throws IOException {
    try (var connection = new RawConnection(door.uri("/").getPort())) {
      return connection
          .send(
              "GET /api/v2/streams/me/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: "
                  + cookie
                  + "\r\n"
                  + origin
                  + "\r\n")
          .readUntil(until);
    }
  }

  private Answer logout(String... headers) {
    return door.call("POST", "/users/logout", "", headers);
  }
}
