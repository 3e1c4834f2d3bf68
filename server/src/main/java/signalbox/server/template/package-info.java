/// Templates: what workspaces are made from. A version of a template is a [TemplateSpec], which
/// says which parameters are asked for and which resources, agents and apps a start makes of them.
@NullMarked
package signalbox.server.template;

import org.jspecify.annotations.NullMarked;
