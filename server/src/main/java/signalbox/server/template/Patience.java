package signalbox.server.template;

/// A text that can be looked at only so often. Java's regular expressions may take for ever; whose
/// expression and whose text it is are different people.
final class Patience implements CharSequence {
  private static final int LOOKS_MAX = 2_000_000;

  private final String text;
  private int looks;

  Patience(String text) {
    this.text = text;
  }

  /// It has been looked at too often.
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost() {
      super("too many looks", null, false, false);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks > LOOKS_MAX) throw new Lost();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
