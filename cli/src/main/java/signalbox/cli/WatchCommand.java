package signalbox.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signalbox.cli.api.Api;
import signalbox.cli.api.WorkspaceName;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.watch.Goal;
import signalbox.cli.watch.Selection;
import signalbox.cli.watch.Watch;

/// Workspaces and what their apps say, live.
@Command(
    name = "watch",
    description = {
      "Watch what your apps say, live; what needs you comes first.",
      "On a terminal a table, drawn in its place; into a pipe a line for each status."
    },
    footer = {
      "",
      "With --until it ends with 0 when the state is reached, even if that was before",
      "(but see --new), and with 5 when it cannot be reached any more: the app ended",
      "with complete or failure instead, or the workspace stopped. An app that is lost",
      "is waited for."
    })
final class WatchCommand extends ClientCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "[OWNER/]NAME",
      description = "Which workspace. Without it: all of yours.")
  private @Nullable WorkspaceName name;

  @Option(names = "--app", paramLabel = "SLUG", description = "Only this app of the workspace.")
  private @Nullable String app;

  @Option(
      names = "--until",
      paramLabel = "STATE",
      description = "End when the workspace, or the app, is idle, complete or failure.")
  private Goal.@Nullable State until;

  @Option(names = "--new", description = "What was said before does not count for --until.")
  private boolean onlyNew;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "End with 124 after this time, such as 90s, 5m or 2h.")
  private @Nullable Duration timeout;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, or json: one line for each event.")
  private OutputFormat output = OutputFormat.TABLE;

  WatchCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() throws InterruptedException {
    if (name == null && (app != null || until != null))
      throw new Failure(
          Exit.USAGE,
          "Which workspace? --app and --until need one, as in `signalbox watch demo --until idle`.");
    if (onlyNew && until == null)
      throw new Failure(Exit.USAGE, "--new says what counts for --until, so it needs one.");
    var api = api();
    var owner = name == null ? "me" : name.owner();
    var goal = until == null ? null : new Goal(until, app, onlyNew);
    return new Watch(owner, selection(api), goal, timeout, output == OutputFormat.JSON)
        .run(api, terminal(), around().clock(), around().pauses());
  }

  private Selection selection(Api api) {
    return new Selection(name == null ? null : workspaces(api).get(name).id(), app);
  }
}
