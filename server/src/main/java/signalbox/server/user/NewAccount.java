package signalbox.server.user;

import java.util.List;
import signalbox.server.id.OrganizationId;

/// An account to be made. Every field is valid; whether the names are free is known only when it is
/// stored.
///
/// @param roles site roles besides member
/// @param organizations of which it will be a member; never empty
record NewAccount(
    String email,
    String username,
    String name,
    String password,
    String status,
    List<String> roles,
    List<OrganizationId> organizations) {}
