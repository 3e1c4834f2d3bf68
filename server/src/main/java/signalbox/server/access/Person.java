package signalbox.server.access;

import signalbox.server.id.UserId;

/// A user whom the caller may see, as far as other features need to know them.
public record Person(UserId id, String username) {}
