package signalbox.server.build;

import java.util.Map;
import signalbox.server.template.TemplateSpec;

/// A build that a worker has taken.
///
/// @param values of the template's parameters
record Work(Build build, TemplateSpec spec, Map<String, String> values) {}
