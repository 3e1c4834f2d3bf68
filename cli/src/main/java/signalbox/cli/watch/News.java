package signalbox.cli.watch;

import signalbox.cli.exit.Failure;
import signalbox.cli.http.ServerEvent;

/// What a [Feed] has to tell.
sealed interface News {
  /// The stream is there.
  ///
  /// @param fresh whether it begins with the present, so that what was known before is to be
  ///   forgotten; otherwise it goes on where it was cut
  record Opened(boolean fresh) implements News {}

  record Told(ServerEvent event) implements News {}

  /// The stream is cut, and will be opened again.
  ///
  /// @param why a sentence
  record Cut(String why) implements News {}

  /// The stream cannot be had. Nothing comes after it.
  record Ended(Failure why) implements News {}
}
