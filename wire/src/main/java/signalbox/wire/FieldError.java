package signalbox.wire;

/// What is wrong with one field of a request.
///
/// @param detail a sentence for people
public record FieldError(String field, String detail) {}
