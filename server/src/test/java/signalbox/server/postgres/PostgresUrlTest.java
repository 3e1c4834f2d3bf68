package signalbox.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
  @Test
  void aWholeAddressIsReadPartByPart() {
    var url = PostgresUrl.parse("postgres://ann:s%40fe%2F+1@db.example:6432/box?sslmode=require");
    assertThat(url)
        .isEqualTo(
            new PostgresUrl(
                "ann", "s@fe/+1", "db.example:6432", "box", Map.of("sslmode", "require")));
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:6432/box?sslmode=require");
    assertThat(url.port()).isEqualTo(6432);
  }

  @Test
  void whatIsLeftOutIsAsLibpqHasIt() {
    var url = PostgresUrl.parse("postgresql://ann@localhost");
    assertThat(url.database()).isEqualTo("ann");
    assertThat(url.password()).isEmpty();
    assertThat(url.port()).isEqualTo(5432);
    assertThat(PostgresUrl.parse("postgres://localhost/x").user())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void namesOfLibpqBecomeThoseOfTheDriver() {
    var url =
        PostgresUrl.parse("postgres://a@h/d?connect_timeout=3&application_name=x%20y&options=");
    assertThat(url.jdbcUrl())
        .isEqualTo("jdbc:postgresql://h/d?connectTimeout=3&ApplicationName=x%20y&options=");
  }

  @Test
  void severalHostsAndNumericOnesPass() {
    assertThat(PostgresUrl.parse("postgres://a@one:1,two:2/d").jdbcUrl())
        .isEqualTo("jdbc:postgresql://one:1,two:2/d");
    var numeric = PostgresUrl.parse("postgres://a@[::1]/d");
    assertThat(numeric.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]/d");
    assertThat(numeric.port()).isEqualTo(5432);
    assertThat(PostgresUrl.parse("postgres://a@[::1]:99/d").port()).isEqualTo(99);
  }

  @Test
  void whatWasReadIsWrittenTheSame() {
    var text = "postgres://ann:s%40fe@127.0.0.1:6432/b%20x?sslmode=disable";
    assertThat(PostgresUrl.parse(text).text()).isEqualTo(text);
    assertThat(PostgresUrl.parse(text)).hasToString("postgres://ann@127.0.0.1:6432/b%20x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "mysql://a@h/d",
        "jdbc:postgresql://h/d",
        "postgres://",
        "postgres://a:hush@/d",
        "postgres://a:hu@sh@h/d",
        "postgres://a:hush@h:port/d",
        "postgres://a:hush@h/d?x",
        "postgres://a:hush%@h/d",
        "postgres://a:hush@h/d/e",
        "postgres://a:hu/sh@h/d"
      })
  void aBadAddressIsRefusedInOneSentenceWithoutThePassword(String text) {
    assertThatThrownBy(() -> PostgresUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A PostgreSQL address looks like postgres://")
        .hasMessageNotContaining("hu");
  }
}
