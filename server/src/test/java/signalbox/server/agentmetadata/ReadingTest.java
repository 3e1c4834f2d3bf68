package signalbox.server.agentmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingTest {
  @Test
  void valuesAndErrorsAreTrimmed() {
    assertThat(new Reading("k", " 1\n", "\te ")).isEqualTo(new Reading("k", "1", "e"));
  }

  @Test
  void aLongValueIsCutBetweenCharactersAndSaysSo() {
    var reading = new Reading("k", "é".repeat(1025), "");
    assertThat(reading.value()).isEqualTo("é".repeat(1024));
    assertThat(reading.error()).isEqualTo("value of 2050 bytes exceeded 2048 bytes");
    assertThat(new Reading("k", "x" + "é".repeat(1024), "").value()).endsWith("é").hasSize(1024);
    assertThat(new Reading("k", "x".repeat(2048), "").error()).isEmpty();
  }

  @Test
  void aLongErrorIsReplaced() {
    var reading = new Reading("k", "1", "e".repeat(2049));
    assertThat(reading.error()).isEqualTo("error of 2049 bytes exceeded 2048 bytes");
    assertThat(reading.value()).isEqualTo("1");
  }

  @Test
  void whatCannotBeStoredIsMarked() {
    assertThat(new Reading("k", "a\0b\ud800", "").value()).isEqualTo("a❌b❌");
  }
}
