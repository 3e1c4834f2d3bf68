package signalbox.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import signalbox.cli.exit.Exit;
import signalbox.cli.exit.Failure;
import signalbox.cli.terminal.Safe;
import signalbox.wire.BuildParameter;
import signalbox.wire.TemplateVersionParameter;

/// The values of a template's parameters: those of the command line, and what somebody answers who
/// is asked for the others that must be given.
final class Values {
  private final Map<String, String> values;
  private final TemplateVersionParameter[] parameters;
  private final Surroundings around;

  Values(Map<String, String> said, TemplateVersionParameter[] parameters, Surroundings around) {
    this.values = new LinkedHashMap<>(said);
    this.parameters = parameters;
    this.around = around;
  }

  List<BuildParameter> given() {
    var missing = new ArrayList<TemplateVersionParameter>();
    for (var parameter : parameters)
      if (parameter.required() && !values.containsKey(parameter.name())) missing.add(parameter);
    if (!missing.isEmpty() && !around.questions().canAsk()) throw mustBeGiven(missing);
    missing.forEach(this::ask);
    return values.entrySet().stream()
        .map(entry -> new BuildParameter(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void ask(TemplateVersionParameter parameter) {
    var terminal = around.terminal();
    var title = parameter.displayName().isEmpty() ? parameter.name() : parameter.displayName();
    if (!parameter.description().isEmpty()) terminal.say(Safe.text(parameter.description()));
    for (var option : parameter.options())
      terminal.say(
          "  "
              + Safe.text(option.value())
              + (option.name().equals(option.value()) ? "" : "  " + Safe.text(option.name())));
    around
        .questions()
        .ask(Safe.text(title) + ": ")
        .ifPresent(answer -> values.put(parameter.name(), answer));
  }

  private static Failure mustBeGiven(List<TemplateVersionParameter> missing) {
    return new Failure(
        Exit.USAGE,
        "The template needs "
            + missing.stream()
                .map(parameter -> "-p " + Safe.text(parameter.name()) + "=VALUE")
                .collect(Collectors.joining(" "))
            + ".");
  }
}
