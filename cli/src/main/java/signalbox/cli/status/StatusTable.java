package signalbox.cli.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import signalbox.cli.terminal.Ago;
import signalbox.cli.terminal.Cell;
import signalbox.cli.terminal.Paint;
import signalbox.cli.terminal.Safe;
import signalbox.cli.terminal.Table;

/// Rows of apps as a table.
public final class StatusTable {
  private static final List<String> HEAD =
      List.of("", "WORKSPACE", "APP", "STATE", "MESSAGE", "HEARD");

  /// Below this the message needs every cell that there is.
  private static final int NARROW = 80;

  private StatusTable() {}

  /// @param now what times are relative to
  /// @param owners whether the workspaces have different owners
  /// @param width cells of a line
  public static List<String> lines(
      List<AppRow> rows, Instant now, boolean owners, int width, boolean colours) {
    var table = new Table(HEAD);
    for (var row : rows) table.add(cells(row, now, owners, width < NARROW));
    return table.lines(width, colours);
  }

  private static List<Cell> cells(AppRow row, Instant now, boolean owners, boolean narrow) {
    var age = Duration.between(row.heardAt(), now);
    var paint = row.condition().paint();
    var quiet = row.condition() == Condition.STOPPED || row.status() == null;
    return List.of(
        new Cell(row.condition().mark(), paint),
        new Cell(name(row, owners), paint == Paint.YELLOW ? Paint.BOLD : Paint.PLAIN),
        new Cell(row.app().isEmpty() ? "-" : Safe.text(row.app())),
        new Cell(Safe.text(row.word()), paint),
        new Cell(row.message(), quiet ? Paint.DIM : Paint.PLAIN),
        new Cell(narrow ? Ago.brief(age) : Ago.of(age), Paint.DIM));
  }

  private static String name(AppRow row, boolean owners) {
    var name = Safe.text(row.workspace().name());
    return owners ? Safe.text(row.workspace().ownerName()) + "/" + name : name;
  }
}
