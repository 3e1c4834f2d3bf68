/// Agents: what speaks for a workspace, with a token of its own, and the apps that it serves.
///
/// Agents are new for each build; an app keeps its id as long as workspace, agent name and slug
/// stay. An agent may speak until `retired_at` is set: by the transaction that queues a start or
/// delete build, or by the one that ends a stop build, so that it can still report while it is
/// being stopped.
@NullMarked
package signalbox.server.agent;

import org.jspecify.annotations.NullMarked;
