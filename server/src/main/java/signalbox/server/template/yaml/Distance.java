package signalbox.server.template.yaml;

/// How many letters two words differ by (Levenshtein).
final class Distance {
  private Distance() {}

  static int of(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 2) return Integer.MAX_VALUE;
    var row = new int[other.length() + 1];
    for (var j = 0; j < row.length; j++) row[j] = j;
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
