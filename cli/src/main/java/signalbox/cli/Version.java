package signalbox.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// Which Signalbox this is, as its jar says.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"signalbox " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
