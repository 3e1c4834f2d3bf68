package signalbox.server.search;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for.
///
/// @param afterId the last thing of the page before; null: from the beginning
/// @param limit at most so many; 0: all
/// @param offset so many are left out first
public record Page(@Nullable UUID afterId, int limit, int offset) {}
