package signalbox.server.search;

import java.util.ArrayList;
import java.util.List;

/// What stands between two spaces of a search. Inside double quotes neither spaces nor colons
/// count.
///
/// @param text as typed
/// @param parts what the colons separate, without quotes; one part when there is no colon
record Element(String text, List<String> parts) {
  static List<Element> split(String text) {
    var elements = new ArrayList<Element>();
    var start = 0;
    var quoted = false;
    for (var at = 0; at <= text.length(); at++) {
      var end = at == text.length();
      if (!end && text.charAt(at) == '"') quoted = !quoted;
      if (!end && (quoted || !Character.isWhitespace(text.charAt(at)))) continue;
      if (at > start) elements.add(of(text.substring(start, at)));
      start = at + 1;
    }
    return elements;
  }

  private static Element of(String text) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    var quoted = false;
    for (var at = 0; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ':' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return new Element(text, List.copyOf(parts));
  }
}
