package signalbox.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com, http://example.com",
    "HTTPS://example.com:443/, https://example.com",
    "https://example.com:8443/base/, https://example.com:8443/base",
    "http://[::1]:4600, http://[::1]:4600",
    "localhost:4600, http://localhost:4600",
    "127.0.0.1:4600, http://127.0.0.1:4600",
    "signalbox.example.com, https://signalbox.example.com",
    "' http://a.example ', http://a.example",
  })
  void addressesAreReadAsPeopleWriteThem(String text, String address) {
    assertThat(Address.parse(text).map(Address::toString)).hasValue(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://a.example",
        "http://",
        "http://a b",
        "http://u:p@a.example",
        "http://a.example?x",
        "http://a.example:99999",
        "a_b://x"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }
}
