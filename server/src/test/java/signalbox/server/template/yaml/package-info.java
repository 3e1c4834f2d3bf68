@NullMarked
package signalbox.server.template.yaml;

import org.jspecify.annotations.NullMarked;
