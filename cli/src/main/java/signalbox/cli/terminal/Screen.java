package signalbox.cli.terminal;

import java.time.Duration;
import java.util.List;

/// The lower part of a terminal, drawn again and again in its place (ECMA-48). What was there
/// before stays above it, and the last picture stays when it is over. Drawing is for one thread,
/// closing for any.
public final class Screen implements AutoCloseable {
  private static final String HIDE_CURSOR = "\u001B[?25l";
  private static final String SHOW_CURSOR = "\u001B[?25h";
  private static final String CLEAR_TO_LINE_END = "\u001B[K";
  private static final String CLEAR_BELOW = "\u001B[J";

  /// Asking for the size takes a process.
  private static final Duration SIZE_VALID = Duration.ofSeconds(1);

  private final Terminal terminal;
  private List<Integer> drawn = List.of();
  private ScreenSize.Cells size = ScreenSize.USUAL;
  private long sizeAskedAt;
  private boolean started;
  private boolean closed;

  public Screen(Terminal terminal) {
    this.terminal = terminal;
  }

  public boolean colours() {
    return terminal.colours();
  }

  /// The text with commands as they can be typed.
  public String typed(String text) {
    return terminal.typed(text);
  }

  public String paint(Paint paint, String text) {
    return terminal.colours() ? paint.on(text) : text;
  }

  public ScreenSize.Cells size() {
    var now = System.nanoTime();
    if (!started || now - sizeAskedAt > SIZE_VALID.toNanos()) {
      size = terminal.size().now();
      sizeAskedAt = now;
    }
    return size;
  }

  /// Replaces the picture.
  ///
  /// @param lines may be painted; each at most as wide as the terminal
  public synchronized void draw(List<String> lines, ScreenSize.Cells now) {
    if (closed) return;
    var picture = new StringBuilder(started ? "" : HIDE_CURSOR);
    started = true;
    var up =
        drawn.stream().mapToInt(width -> Math.max(1, Math.ceilDiv(width, now.columns()))).sum();
    picture.append('\r');
    if (up > 0) picture.append("\u001B[").append(up).append('A');
    for (var line : lines) picture.append(line).append(CLEAR_TO_LINE_END).append('\n');
    picture.append(CLEAR_BELOW);
    drawn = lines.stream().map(line -> Cells.of(Paint.without(line))).toList();
    terminal.out().print(picture);
    terminal.out().flush();
  }

  @Override
  public synchronized void close() {
    if (started && !closed) {
      terminal.out().print(SHOW_CURSOR);
      terminal.out().flush();
    }
    closed = true;
  }
}
