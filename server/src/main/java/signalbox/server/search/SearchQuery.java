package signalbox.server.search;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import signalbox.server.access.Refusal;
import signalbox.wire.FieldError;

/// A search taken apart: `name:dev status:running,stopped free "quoted words"`. A feature asks for
/// the keys that it knows; [#check] then refuses the rest, with everything that is wrong at once.
/// Belongs to one thread.
public final class SearchQuery {
  private final String message;
  private final Map<String, List<String>> terms = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private final Set<String> asked = new HashSet<>();
  private final List<FieldError> errors = new ArrayList<>();

  private SearchQuery(String message) {
    this.message = message;
  }

  /// @param message what the refusal of a bad search says
  /// @throws Refusal 400 when the text cannot be taken apart
  public static SearchQuery parse(String text, String message) {
    var query = new SearchQuery(message);
    if (text.indexOf('\0') >= 0) throw query.malformed("Query cannot contain NUL");
    for (var element : Element.split(text)) query.add(element);
    return query;
  }

  private void add(Element element) {
    var parts = element.parts();
    if (parts.size() == 1) {
      words.add(parts.getFirst());
      return;
    }
    var quoted = "Query element \"" + element.text() + "\" ";
    if (parts.getFirst().isEmpty() || parts.getLast().isEmpty()) {
      throw malformed(quoted + "cannot start or end with ':'");
    }
    if (parts.size() > 2) throw malformed(quoted + "can only contain 1 ':'");
    terms
        .computeIfAbsent(parts.getFirst().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
        .add(parts.getLast());
  }

  /// The words without a key, in order.
  public List<String> words() {
    return List.copyOf(words);
  }

  /// The value of a key that may be given once.
  public Optional<String> one(String key) {
    asked.add(key);
    var values = terms.getOrDefault(key, List.of());
    if (values.size() > 1) {
      fault(
          key,
          "provided more than once, found "
              + values.size()
              + " times. Only provide 1 instance of this query param.");
    }
    return values.stream().findFirst();
  }

  /// The values of a key that may be given more than once or with commas.
  public List<String> many(String key) {
    asked.add(key);
    return terms.getOrDefault(key, List.of()).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /// As [#many], of a closed set of values in lower case.
  public List<String> manyOf(String key, Set<String> known) {
    var values = many(key).stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
    var wrong = values.stream().filter(value -> !known.contains(value)).toList();
    if (!wrong.isEmpty()) {
      fault(
          key, "has invalid values: \"" + String.join("\", \"", wrong) + "\" is not a valid value");
    }
    return values;
  }

  public Optional<Boolean> flag(String key) {
    return one(key)
        .flatMap(
            value ->
                switch (value.toLowerCase(Locale.ROOT)) {
                  case "true", "t", "1" -> Optional.of(true);
                  case "false", "f", "0" -> Optional.of(false);
                  default -> {
                    fault(
                        key,
                        "must be a valid boolean: \"" + value + "\" is neither true nor false");
                    yield Optional.empty();
                  }
                });
  }

  /// A moment (RFC 3339).
  public Optional<Instant> time(String key) {
    return one(key)
        .flatMap(
            value -> {
              try {
                return Optional.of(OffsetDateTime.parse(value).toInstant());
              } catch (DateTimeParseException e) {
                fault(key, "must be a valid date format (RFC 3339): \"" + value + "\" is none");
                return Optional.empty();
              }
            });
  }

  /// Says that the value of a key is wrong.
  public void fault(String key, String why) {
    errors.add(new FieldError(key, "Query param \"" + key + "\" " + why));
  }

  /// Refuses the search when a value was wrong or a key was never asked for.
  ///
  /// @throws Refusal 400
  public void check() {
    for (var key : terms.keySet()) {
      if (!asked.contains(key)) {
        errors.add(new FieldError(key, "\"" + key + "\" is not a valid query param"));
      }
    }
    if (!errors.isEmpty()) throw Refusal.invalid(message, errors);
  }

  private Refusal malformed(String detail) {
    return Refusal.invalid(message, new FieldError("q", detail));
  }
}
