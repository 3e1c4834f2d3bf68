package signalbox.cli.terminal;

/// A piece of text in one paint.
///
/// @param text without control characters
public record Cell(String text, Paint paint) {
  public Cell(String text) {
    this(text, Paint.PLAIN);
  }

  Cell fit(int cells) {
    return new Cell(Cells.fit(text, cells), paint);
  }

  String shown(boolean colours) {
    return colours ? paint.on(text) : text;
  }
}
