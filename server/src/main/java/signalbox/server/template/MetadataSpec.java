package signalbox.server.template;

/// Something that an agent finds out again and again, such as the load of its machine.
///
/// @param displayName what people see instead of the key; empty: the key
/// @param script what a shell is given; what it prints is the value
/// @param intervalSeconds between two runs; 0: it is run once
/// @param timeoutSeconds after so long a run is ended
/// @param order place among the metadata of its agent; those with the same go by key
public record MetadataSpec(
    String key,
    String displayName,
    String script,
    int intervalSeconds,
    int timeoutSeconds,
    int order) {}
