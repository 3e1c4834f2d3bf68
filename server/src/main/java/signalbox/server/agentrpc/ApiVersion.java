package signalbox.server.agentrpc;

import java.util.regex.Pattern;
import signalbox.server.access.Refusal;
import signalbox.wire.FieldError;

/// The version of the protocol that an agent wants to speak. All of major version 2 are spoken:
/// each only adds to the one before, and a call that is not known is answered as such.
public record ApiVersion(int major, int minor) {
  static final ApiVersion OURS = new ApiVersion(2, 11);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

  /// What an agent that names none speaks.
  private static final String UNNAMED = "2.0";

  public static ApiVersion unnamed() {
    return parse(UNNAMED);
  }

  /// @throws Refusal 400 when it is none, or cannot be spoken
  public static ApiVersion parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) throw refused("invalid version string: " + text);
    var version =
        new ApiVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    if (version.major > OURS.major) {
      throw refused("server is at version " + OURS + ", behind requested major version " + version);
    }
    if (version.major < OURS.major) {
      throw refused("version " + version + " is no longer supported");
    }
    return version;
  }

  private static Refusal refused(String detail) {
    return Refusal.invalid("Unknown or unsupported API version", new FieldError("version", detail));
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
