package signalbox.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// How times and ids stand on the wire.
final class Scalars {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Scalars() {}

  static JacksonModule module() {
    return new SimpleModule()
        .addSerializer(Instant.class, new TimeWriter())
        .addDeserializer(Instant.class, new TimeReader())
        .addDeserializer(UUID.class, new IdReader());
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

  /// Reads the one form with hyphens. Clients that leave an id unset may send an empty text: that
  /// is none.
  private static final class IdReader extends ValueDeserializer<UUID> {
    private static final int LENGTH = 36;

    @Override
    public @Nullable UUID deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.VALUE_STRING)
        return (UUID) context.handleUnexpectedToken(context.constructType(UUID.class), in);
      var text = in.getString();
      if (text.isEmpty()) return null;
      if (text.length() == LENGTH && hasHyphens(text)) {
        try {
          return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
          // Not hexadecimal: told like any other text.
        }
      }
      return (UUID) context.handleWeirdStringValue(UUID.class, text, "not a UUID");
    }

    private static boolean hasHyphens(String text) {
      return text.charAt(8) == '-'
          && text.charAt(13) == '-'
          && text.charAt(18) == '-'
          && text.charAt(23) == '-';
    }
  }
}
