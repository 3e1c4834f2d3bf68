package signalbox.cli.watch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import signalbox.cli.http.ServerEvent;
import signalbox.cli.status.AppRow;
import signalbox.cli.status.StatusTable;
import signalbox.cli.terminal.Paint;
import signalbox.cli.terminal.Screen;
import signalbox.cli.terminal.ScreenSize;
import signalbox.wire.Workspace;

/// A table that is drawn again in its place whenever something changes.
final class LiveView implements View {
  private static final int LINES_BESIDE_ROWS = 4;

  private final Screen screen;
  private final Clock clock;
  private final Selection selection;
  private final String place;
  private final Board board = new Board();
  private @Nullable String trouble;
  private boolean anything;

  /// @param place where it comes from, for people
  LiveView(Screen screen, Clock clock, Selection selection, String place) {
    this.screen = screen;
    this.clock = clock;
    this.selection = selection;
    this.place = place;
  }

  @Override
  public void opened(boolean fresh) {
    trouble = null;
    if (fresh) board.forget();
  }

  @Override
  public void snapshot(Workspace workspace) {
    board.put(workspace);
    anything = true;
  }

  @Override
  public void event(ServerEvent event) {
    if (event.type().equals("reset")) board.forget();
  }

  @Override
  public void cut(String why) {
    trouble = why;
  }

  @Override
  public void refresh() {
    var size = screen.size();
    var lines = new ArrayList<String>(table(size));
    lines.add("");
    lines.add(footer());
    screen.draw(lines, size);
  }

  private List<String> table(ScreenSize.Cells size) {
    var rows = board.rows().stream().filter(row -> selection.hasApp(row.app())).toList();
    if (rows.isEmpty())
      return List.of(
          anything
              ? "Nothing to see."
              : screen.typed("No workspace yet; make one with `signalbox create demo`."));
    var shown = Math.max(1, size.rows() - LINES_BESIDE_ROWS);
    return rows.size() <= shown ? lines(rows, size) : cut(rows, shown, size);
  }

  private List<String> cut(List<AppRow> rows, int shown, ScreenSize.Cells size) {
    var lines = new ArrayList<>(lines(rows.subList(0, shown), size));
    lines.add(screen.paint(Paint.DIM, "… and " + (rows.size() - shown) + " more"));
    return lines;
  }

  private List<String> lines(List<AppRow> rows, ScreenSize.Cells size) {
    return StatusTable.lines(rows, clock.instant(), false, size.columns() - 1, screen.colours());
  }

  private String footer() {
    return trouble == null
        ? screen.paint(Paint.DIM, "Live from " + place + ". Ctrl-C ends it.")
        : screen.paint(Paint.YELLOW, trouble + " Trying again.");
  }

  @Override
  public void close() {
    screen.close();
  }
}
