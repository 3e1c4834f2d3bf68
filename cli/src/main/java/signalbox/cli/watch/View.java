package signalbox.cli.watch;

import signalbox.cli.http.ServerEvent;
import signalbox.wire.Workspace;

/// How a watch is shown. For one thread, but for [#close].
interface View extends AutoCloseable {
  /// The stream is there.
  void opened(boolean fresh);

  /// Anything that came but pings.
  void event(ServerEvent event);

  /// The present of a workspace.
  void snapshot(Workspace workspace);

  /// The stream is cut.
  void cut(String why);

  /// Some time has passed, or all that came at once has been told.
  void refresh();

  /// The watch is over. Any thread.
  @Override
  void close();
}
