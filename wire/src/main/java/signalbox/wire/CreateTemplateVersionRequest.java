package signalbox.wire;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// POST /organizations/{organization}/templateversions. The nil UUID is none.
///
/// @param storageMethod `file`
/// @param exampleId of an example of the server, in place of a file
/// @param provisioner of no consequence here
public record CreateTemplateVersionRequest(
    @Nullable String name,
    @Nullable String message,
    @Nullable UUID templateId,
    @Nullable String storageMethod,
    @Nullable UUID fileId,
    @Nullable String exampleId,
    @Nullable String provisioner,
    @Nullable Map<String, String> tags) {}
