package signalbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Holds every record against `shapes.txt`: one line for each, with its keys in order. `?` marks a
/// key that is left out while there is nothing to say, `~` one that is null then.
class ShapeTest {
  static Stream<Class<? extends Record>> records() throws IOException, URISyntaxException {
    var classes = Path.of(resource("Json.class").toURI()).resolveSibling("");
    try (var files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> type(name.substring(0, name.length() - ".class".length())))
          .filter(Class::isRecord)
          .<Class<? extends Record>>map(type -> type.asSubclass(Record.class))
          .sorted((a, b) -> name(a).compareTo(name(b)))
          .toList()
          .stream();
    }
  }

  @Test
  void theKeysOfEveryRecordAreAsWritten() throws Exception {
    var shapes = new StringBuilder();
    for (var type : records().toList()) shapes.append(shape(type)).append('\n');
    assertThat(shapes.toString())
        .isEqualTo(Files.readString(Path.of(resource("shapes.txt").toURI())));
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordIsReadAsItWasWritten(Class<? extends Record> type) throws Exception {
    for (var sample : Sample.values()) {
      var record = sample.of(type);
      assertThat(Json.read(Json.bytes(record), type)).isEqualTo(record);
    }
  }

  private static String shape(Class<? extends Record> type) throws Exception {
    var full = tree(Sample.FULL.of(type));
    var bare = tree(Sample.BARE.of(type));
    var line = new StringBuilder(name(type)).append(':');
    for (var key : full.propertyNames()) line.append(' ').append(key).append(mark(bare, key));
    return line.toString();
  }

  private static String mark(JsonNode bare, String key) {
    var value = bare.get(key);
    return value == null ? "?" : value.isNull() ? "~" : "";
  }

  private static JsonNode tree(Record value) throws BadJson {
    return Json.read(Json.bytes(value), JsonNode.class);
  }

  private static String name(Class<?> type) {
    return type.getName().substring("signalbox.wire.".length()).replace('$', '.');
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("signalbox.wire." + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URL resource(String name) {
    return Objects.requireNonNull(Json.class.getResource(name), name);
  }
}
