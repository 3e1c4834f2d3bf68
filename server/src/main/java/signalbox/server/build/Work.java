package signalbox.server.build;

import java.util.List;
import java.util.Map;
import signalbox.server.template.TemplateSpec;
import signalbox.server.template.Variables;

/// A build that a worker has taken.
///
/// @param values of the template's parameters
record Work(Build build, TemplateSpec spec, Map<String, String> values) {

  /// Whether the server itself runs any of its agents.
  boolean isHosted() {
    return spec.isHosted();
  }

  /// What a start makes, with everything filled in.
  List<TemplateSpec.Resource> resources() {
    return spec.resourcesWith(
        new Variables(values, build.workspaceName(), build.workspaceId(), build.ownerName()));
  }
}
