/// The file `signalbox.yaml`: read into a [signalbox.server.template.TemplateSpec], or refused with
/// everything that is wrong with it, each fault with its line. `docs/templates.md` has its keys.
///
/// Nothing in a file makes the reader do more than walk over it once: anchors are followed, but
/// lists and depth have bounds, and no tag makes anything but texts, numbers and flags.
@NullMarked
package signalbox.server.template.yaml;

import org.jspecify.annotations.NullMarked;
