package signalbox.server.file;

import signalbox.server.id.FileId;
import signalbox.server.id.UserId;

/// An archive that somebody uploaded.
///
/// @param size of the tar, in bytes
public record StoredFile(FileId id, UserId createdBy, long size) {}
