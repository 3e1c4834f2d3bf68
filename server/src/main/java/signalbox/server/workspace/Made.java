package signalbox.server.workspace;

import org.jspecify.annotations.Nullable;
import signalbox.server.template.Template;
import signalbox.server.template.TemplateVersion;

/// What a new workspace is made from.
///
/// @param ttlMs how long a start may run; null: for ever
record Made(Template template, TemplateVersion version, @Nullable Long ttlMs) {}
