package signalbox.server.user;

import signalbox.server.id.OrganizationId;

/// How making the first account ended.
sealed interface FirstCreation {
  record Created(Account account, OrganizationId organization) implements FirstCreation {}

  /// There is a first user already.
  record TooLate() implements FirstCreation {}
}
