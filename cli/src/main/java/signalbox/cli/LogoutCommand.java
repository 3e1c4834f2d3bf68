package signalbox.cli;

import picocli.CommandLine.Command;
import signalbox.cli.api.Api;
import signalbox.cli.api.SessionFile;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.http.Request;

/// Ends the stored session, here and at the server.
@Command(name = "logout", description = "Sign out: end the session and forget its token.")
final class LogoutCommand extends ClientCommand {
  private static final int NOT_SIGNED_IN = 401;

  LogoutCommand(Surroundings around) {
    super(around);
  }

  @Override
  Exit run() {
    var file = SessionFile.in(around().variables());
    var session =
        file.read().orElseThrow(() -> new Failure(Exit.NOT_SIGNED_IN, "You are not signed in."));
    var api = new Api(session);
    file.delete();
    var answer = api.ask(new Request("POST", "/api/v2/users/logout"));
    if (answer.status() != NOT_SIGNED_IN) api.ok(answer);
    terminal().say("You are signed out at " + session.server() + ".");
    if (around().environment().hasToken())
      terminal().say("The token in the environment is still there.");
    return Exit.OK;
  }
}
