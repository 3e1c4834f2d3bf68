package signalbox.wire;

/// Bytes that are not the JSON that was expected. The detail is fit for the client's eyes.
public final class BadJson extends Exception {
  private static final long serialVersionUID = 1;

  BadJson(String detail) {
    super(detail, null, false, false);
  }

  /// One sentence: what is wrong and where.
  public String detail() {
    return String.valueOf(getMessage());
  }
}
