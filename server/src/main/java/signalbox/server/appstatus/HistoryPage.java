package signalbox.server.appstatus;

import org.jspecify.annotations.Nullable;

/// Which part of a workspace's history is asked for.
///
/// @param app slug of one app; null for all
/// @param after only statuses with a greater number
/// @param before only statuses with a smaller number
/// @param ascending whether the oldest comes first
/// @param limit 1 to [#LIMIT_MAX]
record HistoryPage(@Nullable String app, long after, long before, boolean ascending, int limit) {
  static final int LIMIT_DEFAULT = 50;
  static final int LIMIT_MAX = 500;
}
