package signalbox.server.appstatus;

/// How a report ended. Callers answer every case; anything else is a bug and throws.
public sealed interface ReportResult {
  /// It is on disk, from now or from when its key was first used.
  record Recorded() implements ReportResult {}

  record UnknownApp(String slug) implements ReportResult {}

  /// Another build took over between the token's check and the commit.
  record StaleAgent() implements ReportResult {}

  /// The key was used with another body.
  record KeyReused() implements ReportResult {}

  /// More reports are waiting than fit.
  record Overloaded() implements ReportResult {}
}
