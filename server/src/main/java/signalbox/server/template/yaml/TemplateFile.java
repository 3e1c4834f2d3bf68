package signalbox.server.template.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import signalbox.server.template.TemplateParameter;
import signalbox.server.template.TemplateSpec;
import signalbox.server.template.TemplateSpec.Resource;

/// The file `signalbox.yaml` of a template.
public final class TemplateFile {
  /// Where it is in a template's archive.
  public static final String NAME = "signalbox.yaml";

  /// Longest file, in bytes.
  public static final int BYTES_MAX = 1024 * 1024;

  private static final int PARAMETERS_MAX = 100;
  private static final int RESOURCES_MAX = 20;

  private final Faults faults = new Faults();
  private final References references = new References(faults);

  private TemplateFile() {}

  /// @param bytes UTF-8
  public static Parsed parse(byte[] bytes) {
    if (bytes.length > BYTES_MAX) return bad("the file is longer than " + BYTES_MAX + " bytes");
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return bad("the file is not UTF-8");
    }
  }

  public static Parsed parse(String text) {
    return new TemplateFile().read(text);
  }

  private static Parsed bad(String what) {
    return new Parsed.Bad(List.of(new Fault(1, what)));
  }

  private Parsed read(String text) {
    var root = Syntax.read(text, faults);
    if (root == null) return new Parsed.Bad(faults.byLine());
    var spec = read(root);
    return faults.isEmpty() ? new Parsed.Good(spec) : new Parsed.Bad(faults.byLine());
  }

  private TemplateSpec read(Node root) {
    var file = new Value(root, "", faults).mapping();
    var name = file.text("name", Form.TEMPLATE_NAME);
    if (Set.of("new", "create").contains(name))
      file.find("name").orElseThrow().fault("no template can be called " + name);
    var description = file.text("description", Form.LINE);
    var icon = file.text("icon", Form.ICON);
    var parameters = parameters(file);
    var resources = resources(file, parameters);
    file.end();
    references.end(root);
    return new TemplateSpec(name, description, icon, parameters, resources);
  }

  private List<TemplateParameter> parameters(Mapping file) {
    var names = new Names("parameter");
    var parameters = new ArrayList<TemplateParameter>();
    for (var value : file.list("parameters", PARAMETERS_MAX)) {
      var parameter = ParameterReader.read(value.mapping(), names);
      references.addParameter(parameter.name());
      parameters.add(parameter);
    }
    return parameters;
  }

  private List<Resource> resources(Mapping file, List<TemplateParameter> parameters) {
    var agents = new AgentReader(references, parameters);
    var names = new Names("resource");
    var resources = new ArrayList<Resource>();
    for (var value : file.need("resources").map(v -> v.list(RESOURCES_MAX)).orElse(List.of()))
      resources.add(ResourceReader.read(value.mapping(), names, references, agents));
    return resources;
  }
}
