package signalbox.server.template;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import signalbox.wire.TemplateVersionParameter;
import signalbox.wire.TemplateVersionParameter.Option;

/// Something that is asked for when a workspace is built.
///
/// @param defaultValue what it is when nobody gives one; null: it must be given
/// @param mutable whether a later build may change it
/// @param ephemeral whether it holds for one build only, and the next one has the default again
/// @param options the values to choose from; empty: any that is right
public record TemplateParameter(
    String name,
    String displayName,
    String description,
    ValueType type,
    @Nullable String defaultValue,
    boolean mutable,
    boolean ephemeral,
    List<Choice> options,
    Validation validation) {
  public TemplateParameter {
    options = List.copyOf(options);
  }

  /// What a value is, as a text.
  public enum ValueType {
    STRING("string"),
    /// Digits, perhaps with a sign and a fraction.
    NUMBER("number"),
    /// `true` or `false`.
    BOOL("bool"),
    /// A JSON array of texts.
    LIST("list(string)");

    private final String word;

    ValueType(String word) {
      this.word = word;
    }

    /// As it stands in files and on the wire.
    public String word() {
      return word;
    }
  }

  /// One of the values to choose from.
  public record Choice(String name, String value, String description, String icon) {}

  /// What a value must be beyond its type.
  ///
  /// @param regex is looked for in a text; null: none
  /// @param error what to say when a value does not fit; null: our own words
  /// @param monotonic which way a number may go from build to build; null: both
  public record Validation(
      @Nullable String regex,
      @Nullable String error,
      @Nullable Integer min,
      @Nullable Integer max,
      @Nullable Monotonic monotonic) {
    public static final Validation NONE = new Validation(null, null, null, null, null);
  }

  /// Which way a number may go.
  public enum Monotonic {
    INCREASING,
    DECREASING;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  TemplateVersionParameter wire() {
    var monotonic = validation.monotonic();
    return new TemplateVersionParameter(
        name,
        displayName,
        description,
        description,
        type.word(),
        form(),
        mutable,
        defaultValue == null ? "" : defaultValue,
        "",
        options.stream()
            .map(o -> new Option(o.name(), o.description(), o.value(), o.icon()))
            .toList(),
        validation.error(),
        validation.regex(),
        validation.min(),
        validation.max(),
        monotonic == null ? null : monotonic.word(),
        defaultValue == null,
        ephemeral);
  }

  /// How it is asked for.
  private String form() {
    if (!options.isEmpty()) return type == ValueType.LIST ? "multi-select" : "radio";
    return switch (type) {
      case STRING, NUMBER -> "input";
      case BOOL -> "checkbox";
      case LIST -> "tag-select";
    };
  }
}
