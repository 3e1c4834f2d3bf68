package signalbox.server.appstatus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          plain text                       | plain text
          ~  <b>Hi</b>\t\tthere \u001b[31mred\u001b[0m ~ | Hi there red
          a & b < c "q"                    | a &amp; b &lt; c &#34;q&#34;
          it's                             | it&#39;s
          one\\ntwo                        | one two
          <script>alert(1)</script>x       | x
          <img src=x onerror=alert(1)>y    | y
          Grüße, 世界 🚂                     | Grüße, 世界 🚂
          C:\\dir                          | C:\\dir
          ~tab\\tand \\x41\\101\\u00e9~    | tab and AAé
          """)
  void textIsMadeFitForPeopleAndPages(String raw, String clean) {
    assertThat(Message.clean(raw)).isEqualTo(clean);
  }

  @Test
  void whatCannotBePrintedIsDropped() {
    assertThat(Message.clean("a\u0000b\u200Bc\u202Ed\u0007e")).isEqualTo("abcde");
    assertThat(Message.clean("line one\r\nline two\u00A0\u2003x")).isEqualTo("line one line two x");
  }

  @Test
  void aTextWithARealLineBreakIsNoStringBodySoItsEscapesStay() {
    assertThat(Message.clean("real\nand \\n not")).isEqualTo("real and \\n not");
  }

  @Test
  void theLimitCountsBytesOfWhatWasSent() {
    assertThat(Message.fits("a".repeat(160))).isTrue();
    assertThat(Message.fits("a".repeat(161))).isFalse();
    assertThat(Message.fits("é".repeat(80))).isTrue();
    assertThat(Message.fits("é".repeat(81))).isFalse();
  }
}
