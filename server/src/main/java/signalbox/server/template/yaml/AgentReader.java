package signalbox.server.template.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signalbox.server.template.MetadataSpec;
import signalbox.server.template.ScriptSpec;
import signalbox.server.template.Slugs;
import signalbox.server.template.TemplateParameter;
import signalbox.server.template.TemplateSpec.Agent;
import signalbox.server.template.TemplateSpec.App;
import signalbox.server.template.TemplateSpec.Resource;
import signalbox.server.template.Variables;

/// Reads the agents of one file.
final class AgentReader {
  private static final int VARIABLES_MAX = 200;
  private static final int SCRIPTS_MAX = 50;
  private static final int METADATA_MAX = 50;
  private static final int APPS_MAX = 64;
  private static final int DAY = 24 * 3_600;
  private static final int ORDER_MAX = 1_000_000;
  private static final int CONNECTION_TIMEOUT = 120;

  private final References references;
  private final List<TemplateParameter> parameters;
  private final Names agents = new Names("agent");
  private final Names apps = new Names("app");
  private boolean appsAreNamed;
  private int count;

  AgentReader(References references, List<TemplateParameter> parameters) {
    this.references = references;
    this.parameters = parameters;
  }

  Agent read(Mapping keys, String runtime) {
    var place = count++;
    var agent =
        new Agent(
            agents.take(keys, "name", Form.AGENT_NAME),
            references.text(keys, "directory", Form.LINE),
            keys.find("env").map(this::env).orElse(Map.of()),
            command(keys, runtime),
            keys.duration("connection_timeout", 0, DAY, CONNECTION_TIMEOUT),
            references.text(keys, "troubleshooting_url", Form.HTTP_URL),
            references.text(keys, "motd_file", Form.LINE),
            keys.number("order", -ORDER_MAX, ORDER_MAX, place),
            scripts(keys),
            metadata(keys),
            apps(keys),
            keys.find("apps_from").flatMap(this::appsFrom).orElse(null));
    keys.end();
    return agent;
  }

  private Map<String, String> env(Value value) {
    var entries = value.mapping().entries();
    if (entries.size() > VARIABLES_MAX) value.fault("has more than " + VARIABLES_MAX + " keys");
    var env = new HashMap<String, String>();
    entries.forEach(
        (name, entry) -> {
          if (!Form.VARIABLE.fits(name))
            entry.value().fault("a variable's name has " + Form.VARIABLE.inWords());
          env.put(name, references.plainText(entry.value()));
        });
    return env;
  }

  private static @Nullable String command(Mapping keys, String runtime) {
    var command = keys.find("command");
    if (command.isEmpty()) return null;
    if (!runtime.equals(Resource.PROCESS))
      command.get().fault("is for the runtime " + Resource.PROCESS + " only");
    return command.get().text(Form.SCRIPT).orElse(null);
  }

  private List<ScriptSpec> scripts(Mapping keys) {
    var names = new Names("script");
    var scripts = new ArrayList<ScriptSpec>();
    for (var value : keys.list("scripts", SCRIPTS_MAX))
      scripts.add(ScriptReader.script(value.mapping(), names));
    return scripts;
  }

  private List<MetadataSpec> metadata(Mapping keys) {
    var names = new Names("metadata key");
    var metadata = new ArrayList<MetadataSpec>();
    for (var value : keys.list("metadata", METADATA_MAX))
      metadata.add(ScriptReader.metadata(value.mapping(), names, metadata.size()));
    return metadata;
  }

  private List<App> apps(Mapping keys) {
    var found = new ArrayList<App>();
    for (var value : keys.list("apps", APPS_MAX))
      found.add(AppReader.read(value.mapping(), apps, references, found.size()));
    return found;
  }

  /// The parameter whose value names more apps.
  private Optional<String> appsFrom(Value value) {
    var text = value.text(Form.LINE).orElse("");
    references.filledIn(value, text);
    if (appsAreNamed) value.fault("only one agent of a template may have it");
    appsAreNamed = true;
    var found =
        parameters.stream()
            .filter(p -> text.equals("${" + Variables.PARAMETER + p.name() + "}"))
            .findFirst();
    if (found.isEmpty()) {
      value.fault("must be one parameter, as in ${parameter.apps}");
      return Optional.empty();
    }
    check(found.get(), value);
    return found.map(TemplateParameter::name);
  }

  private static void check(TemplateParameter parameter, Value value) {
    if (parameter.type() != TemplateParameter.ValueType.STRING)
      value.fault("the parameter " + parameter.name() + " must be of the type string");
    var otherwise = parameter.defaultValue();
    if (otherwise != null)
      Slugs.fault(otherwise)
          .ifPresent(f -> value.fault("the default of " + parameter.name() + ": " + f));
  }
}
