package signalbox.wire;

import java.util.UUID;

/// Where an uploaded file is found.
///
/// @param hash its id; the name is from older days
public record UploadResponse(UUID hash) {}
