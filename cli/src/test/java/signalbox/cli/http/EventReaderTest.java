package signalbox.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private static EventReader reader(String stream) {
    return new EventReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void eventsAreReadInAnyLineEnds() throws IOException {
    for (var end : new String[] {"\n", "\r\n", "\r"}) {
      var reader =
          reader(
              ": a comment\n\nevent: ping\n\nid: e.1\nevent: snapshot\ndata: {\"a\":\ndata:1}\nretry: 5\n\ndata: ä\n\n"
                  .replace("\n", end));
      assertThat(reader.next()).isEqualTo(new ServerEvent("ping", "", ""));
      assertThat(reader.next()).isEqualTo(new ServerEvent("snapshot", "e.1", "{\"a\":\n1}"));
      assertThat(reader.next()).isEqualTo(new ServerEvent("message", "", "ä"));
      assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void anEventThatIsCutIsNotHandedOut() {
    assertThatThrownBy(reader("event: snapshot\ndata: {}\n")::next)
        .isInstanceOf(EOFException.class);
  }
}
