package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parameter that is asked for when a workspace is made.
///
/// @param type `string`, `number`, `bool` or `list(string)`
public record TemplateVersionParameter(
    String name,
    @OmitEmpty String displayName,
    String description,
    String descriptionPlaintext,
    String type,
    String formType,
    boolean mutable,
    String defaultValue,
    String icon,
    List<Option> options,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String validationError,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String validationRegex,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validationMin,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer validationMax,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String validationMonotonic,
    boolean required,
    boolean ephemeral) {
  /// One of the values to choose from.
  public record Option(String name, String description, String value, String icon) {}
}
