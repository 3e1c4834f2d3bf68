package signalbox.server.template;

import java.util.List;
import java.util.Set;
import signalbox.server.template.yaml.Fault;
import signalbox.server.template.yaml.TemplateFile;

/// What reading an archive came to.
sealed interface ImportResult {
  /// @param readme Markdown for people; empty when there is none
  record Read(TemplateSpec spec, String readme) implements ImportResult {}

  /// @param lines all that is wrong
  /// @param error the first of it, in one line
  record Unreadable(List<String> lines, String error) implements ImportResult {}

  static Unreadable unreadable(List<Fault> faults) {
    var lines = faults.stream().map(ImportResult::line).toList();
    var more = lines.size() - 1;
    return new Unreadable(
        lines,
        lines.getFirst()
            + (more == 0 ? "" : " (and " + more + " more; the log of the import has all)"));
  }

  /// @param names of what is at the top of the archive instead
  static Unreadable missing(Set<String> names) {
    var terraform = names.stream().anyMatch(name -> name.matches(".*\\.tf(\\.json)?"));
    var error =
        "The archive has no "
            + TemplateFile.NAME
            + " at its top."
            + (terraform
                ? " This looks like a template for Terraform, which is not used here."
                : "");
    return new Unreadable(List.of(error), error);
  }

  private static String line(Fault fault) {
    return TemplateFile.NAME + ":" + fault.line() + ": " + fault.what();
  }
}
