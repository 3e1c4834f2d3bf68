@NullMarked
package signalbox.agent.script;

import org.jspecify.annotations.NullMarked;
