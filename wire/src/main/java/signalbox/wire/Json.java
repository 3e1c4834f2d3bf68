package signalbox.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/// The one JSON mapper: how records stand on the wire. Thread-safe.
///
/// Names are snake_case; times are RFC 3339 in UTC with up to six digits of fraction; `<`, `>` and
/// `&` are escaped, so an answer can stand in a page. Unknown keys are ignored, of doubled keys the
/// last one wins, and nothing is turned from one type into another.
public final class Json {
  /// A plain time that was never set.
  public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final int DEPTH_MAX = 100;
  private static final int STRING_MAX = 4 * 1024 * 1024;
  private static final int NUMBER_MAX = 100;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .appendLiteral('Z')
          .toFormatter(java.util.Locale.ROOT)
          .withZone(ZoneOffset.UTC);

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
    try {
      var value = MAPPER.readValue(text, type);
      if (value == null) throw new BadJson("a JSON object is expected, not null");
      return value;
    } catch (MismatchedInputException e) {
      throw new BadJson(mismatch(e, text));
    } catch (DatabindException e) {
      throw new BadJson(path(e) + "is not valid");
    } catch (StreamReadException e) {
      throw new BadJson("syntax error" + where(e));
    } catch (JacksonException e) {
      throw new BadJson("it could not be read");
    }
  }

  private static String utf8(byte[] bytes) throws BadJson {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadJson("it is not valid UTF-8");
    }
  }

  private static String mismatch(MismatchedInputException e, String text) {
    if (text.isBlank()) return "it is empty";
    if (e instanceof InvalidFormatException format)
      return path(e) + "has an invalid value: expected " + kind(format.getTargetType());
    return path(e) + "has the wrong type: expected " + kind(e.getTargetType());
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) return "another one";
    if (type == String.class) return "a string";
    if (type == UUID.class) return "a UUID";
    if (type == Instant.class) return "a time like 2026-01-31T12:00:00Z";
    if (type == Boolean.class || type == boolean.class) return "true or false";
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) return "a whole number";
    if (Iterable.class.isAssignableFrom(type)) return "a list";
    return "an object";
  }

  private static String path(DatabindException e) {
    var path =
        e.getPath().stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "the value " : (path.startsWith(".") ? path.substring(1) : path) + " ";
  }

  private static String where(StreamReadException e) {
    var at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
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
    var times =
        new SimpleModule()
            .addSerializer(Instant.class, new TimeWriter())
            .addDeserializer(Instant.class, new TimeReader());
    return JsonMapper.builder(factory)
        .addModule(times)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
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

  private static final class TimeWriter extends ValueSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      out.writeString(TIME.format(value.truncatedTo(ChronoUnit.MICROS)));
    }
  }

  private static final class TimeReader extends ValueDeserializer<Instant> {
    @Override
    public @Nullable Instant deserialize(JsonParser in, DeserializationContext context) {
      var text = in.getValueAsString("");
      try {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      } catch (DateTimeParseException e) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not a time");
      }
    }
  }

  /// Escapes what would be markup in a page, and the two characters that end a line in JavaScript
  /// but not in JSON.
  private static final class HtmlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int[] ASCII = ascii();

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return switch (c) {
        case '<', '>', '&', 0x2028, 0x2029 -> new SerializedString(String.format("\\u%04x", c));
        default -> null;
      };
    }

    private static int[] ascii() {
      var codes = CharacterEscapes.standardAsciiEscapesForJSON();
      for (var c : new char[] {'<', '>', '&'}) codes[c] = CharacterEscapes.ESCAPE_CUSTOM;
      return codes;
    }
  }
}
