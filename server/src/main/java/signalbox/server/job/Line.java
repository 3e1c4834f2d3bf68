package signalbox.server.job;

/// One line that a job says about itself.
///
/// @param level `trace`, `debug`, `info`, `warn` or `error`
/// @param stage what the job is at
public record Line(String level, String stage, String output) {
  public static Line info(String stage, String output) {
    return new Line("info", stage, output);
  }

  public static Line error(String stage, String output) {
    return new Line("error", stage, output);
  }

  /// PostgreSQL's text has no NUL.
  String storable() {
    return output.replace('\0', '\uFFFD');
  }
}
