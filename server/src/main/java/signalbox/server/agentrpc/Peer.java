package signalbox.server.agentrpc;

import signalbox.server.access.Caller;

/// Who calls.
record Peer(Caller.Agent agent, ApiVersion version) {}
