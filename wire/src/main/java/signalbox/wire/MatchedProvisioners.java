package signalbox.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How many workers could do a job.
///
/// @param mostRecentlySeen null when none was
public record MatchedProvisioners(int count, int available, @Nullable Instant mostRecentlySeen) {}
