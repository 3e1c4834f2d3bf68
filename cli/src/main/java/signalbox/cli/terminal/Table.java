package signalbox.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under a head, aligned, as wide as the terminal at most: when room is short the widest
/// columns are cut first.
public final class Table {
  private static final int GAP = 2;
  private static final int COLUMN_MIN = 4;

  private final List<String> head;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// @param head names of the columns
  public Table(List<String> head) {
    this.head = List.copyOf(head);
  }

  /// @param cells one for each column
  public void add(List<Cell> cells) {
    if (cells.size() != head.size()) throw new IllegalArgumentException("a row of another length");
    rows.add(List.copyOf(cells));
  }

  /// @param width cells of a line
  public List<String> lines(int width, boolean colours) {
    var widths = widths(width);
    var lines = new ArrayList<String>();
    lines.add(line(head.stream().map(name -> new Cell(name, Paint.DIM)).toList(), widths, colours));
    for (var row : rows) lines.add(line(row, widths, colours));
    return lines;
  }

  private int[] widths(int width) {
    var widths = IntStream.range(0, head.size()).map(column -> natural(column)).toArray();
    var room = width - GAP * (widths.length - 1);
    while (Arrays.stream(widths).sum() > room) {
      var widest = widest(widths);
      if (widths[widest] <= COLUMN_MIN) break;
      widths[widest]--;
    }
    return widths;
  }

  private int natural(int column) {
    var widest = Cells.of(head.get(column));
    for (var row : rows) widest = Math.max(widest, Cells.of(row.get(column).text()));
    return widest;
  }

  private static int widest(int[] widths) {
    var widest = 0;
    for (var column = 1; column < widths.length; column++)
      if (widths[column] >= widths[widest]) widest = column;
    return widest;
  }

  private static String line(List<Cell> row, int[] widths, boolean colours) {
    var line = new StringBuilder();
    for (var column = 0; column < widths.length; column++) {
      var cell = row.get(column).fit(widths[column]);
      line.append(cell.shown(colours));
      if (column < widths.length - 1)
        line.repeat(' ', widths[column] - Cells.of(cell.text()) + GAP);
    }
    return line.toString().stripTrailing();
  }
}
