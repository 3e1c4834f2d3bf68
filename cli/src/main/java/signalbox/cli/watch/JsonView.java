package signalbox.cli.watch;

import signalbox.cli.http.ServerEvent;
import signalbox.cli.terminal.Terminal;
import signalbox.wire.Json;
import signalbox.wire.Workspace;

/// One line of JSON per event, `{"type":…,"id":…,"data":…}` as on our WebSockets, for programs.
final class JsonView implements View {
  private final Terminal terminal;
  private final Selection selection;

  JsonView(Terminal terminal, Selection selection) {
    this.terminal = terminal;
    this.selection = selection;
  }

  @Override
  public void event(ServerEvent event) {
    if (!selection.has(event)) return;
    var id = event.id().isEmpty() ? "" : ",\"id\":" + Json.text(event.id());
    var data = event.data().isEmpty() ? "null" : event.data();
    terminal.line("{\"type\":" + Json.text(event.type()) + id + ",\"data\":" + data + "}");
  }

  @Override
  public void opened(boolean fresh) {}

  @Override
  public void snapshot(Workspace workspace) {}

  @Override
  public void cut(String why) {
    terminal.say(why + " Trying again.");
  }

  @Override
  public void refresh() {}

  @Override
  public void close() {}
}
