package signalbox.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of every error and of some acknowledgements.
///
/// @param detail more about it; left out when there is nothing to add
/// @param validations every wrong field; left out when there is none
public record Response(
    String message,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,
    @OmitEmpty List<FieldError> validations) {}
