package signalbox.wire;

import java.util.List;

/// A page of users.
///
/// @param count all that match
public record UsersResponse(List<User> users, int count) {}
