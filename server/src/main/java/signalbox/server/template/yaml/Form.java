package signalbox.server.template.yaml;

import java.util.regex.Pattern;

/// What a text in a file must look like.
enum Form {
  TEMPLATE_NAME("[a-z0-9](-?[a-z0-9])*", 32, "a-z, 0-9 and single hyphens between them"),
  PARAMETER_NAME("[a-zA-Z0-9_-]+", 64, "letters, digits, _ and -"),
  RESOURCE_NAME("[a-zA-Z0-9]([-_]?[a-zA-Z0-9])*", 64, "letters, digits, and single - or _ between"),
  AGENT_NAME("[a-zA-Z0-9]([-_]?[a-zA-Z0-9])*", 64, "letters, digits, and single - or _ between"),
  SLUG("[a-z0-9](-?[a-z0-9])*", 32, "a-z, 0-9 and single hyphens between them"),
  VARIABLE("[a-zA-Z_][a-zA-Z0-9_]*", 128, "letters, digits and _, no digit first"),
  METADATA_KEY("[a-zA-Z0-9_.-]+", 64, "letters, digits, _, . and -"),
  ICON("(/|https?://)\\S+", 1_024, "a path such as /icon/code.svg or an address"),
  /// Whatever has a scheme: an app may be opened by another program.
  APP_URL("[a-zA-Z][a-zA-Z0-9+.-]*:.+", 2_048, "an address such as http://localhost:8080"),
  HTTP_URL("https?://.+", 2_048, "an address with http or https"),
  /// One line.
  TITLE("[^\\p{Cntrl}]+", 128, "one line"),
  LINE("[^\\p{Cntrl}]+", 4_096, "one line"),
  /// Many lines.
  TEXT("(?s).+", 4_096, "text"),
  SCRIPT("(?s).+", 65_536, "a script");

  private final Pattern pattern;
  private final int lengthMax;
  private final String inWords;

  Form(String pattern, int lengthMax, String inWords) {
    this.pattern = Pattern.compile(pattern);
    this.lengthMax = lengthMax;
    this.inWords = inWords;
  }

  boolean fits(String text) {
    return text.length() <= lengthMax && text.indexOf('\0') < 0 && pattern.matcher(text).matches();
  }

  /// What would be right.
  String inWords() {
    return inWords + ", at most " + lengthMax + " characters";
  }
}
