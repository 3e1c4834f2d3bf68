package signalbox.server.user;

import signalbox.server.id.OrganizationId;

/// How making an account ended.
sealed interface Creation {
  record Created(Account account) implements Creation {}

  /// Another user has the name or the e-mail address.
  record Taken() implements Creation {}

  record UnknownOrganization(OrganizationId id) implements Creation {}
}
