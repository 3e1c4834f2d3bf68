/// What the agent and its server say to each other, in our words; the only place that knows the
/// messages' wire form.
@NullMarked
package signalbox.agent.api;

import org.jspecify.annotations.NullMarked;
