package signalbox.wire;

import com.fasterxml.jackson.annotation.Nulls;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// The one JSON mapper: how records stand on the wire. Thread-safe.
///
/// Names are snake_case; times are RFC 3339 in UTC with up to six digits of fraction; `<`, `>` and
/// `&` are escaped, so an answer can stand in a page. Unknown keys are ignored, of doubled keys the
/// last one wins, nothing is turned from one type into another, and no list holds a null.
public final class Json {
  /// A plain time that was never set.
  public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final int DEPTH_MAX = 100;
  private static final int STRING_MAX = 4 * 1024 * 1024;
  private static final int NUMBER_MAX = 100;

  private static final JsonMapper MAPPER = mapper();

  private Json() {}

  /// The value as one line of UTF-8, ended by a line feed.
  public static byte[] bytes(@Nullable Object value) {
    return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The value as one line.
  public static String text(@Nullable Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// Reads the first JSON value; what follows it is ignored.
  ///
  /// @throws BadJson when it is not UTF-8, not JSON, or not of this shape
  public static <T> T read(byte[] bytes, Class<T> type) throws BadJson {
    var text = utf8(bytes);
    if (text.isBlank()) throw new BadJson("it is empty");
    try {
      var value = MAPPER.readValue(text, type);
      if (value == null) throw new BadJson("a JSON object is expected, not null");
      return value;
    } catch (JacksonException e) {
      throw new BadJson(Mistake.in(e));
    }
  }

  private static String utf8(byte[] bytes) throws BadJson {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadJson("it is not valid UTF-8");
    }
  }

  private static JsonMapper mapper() {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(STRING_MAX)
                    .maxNumberLength(NUMBER_MAX)
                    .build())
            .characterEscapes(new HtmlEscapes())
            .build();
    return JsonMapper.builder(factory)
        .addModule(Scalars.module())
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .withCoercionConfig(
            LogicalType.Textual,
            c ->
                c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .build();
  }
}
