package signalbox.cli.api;

import signalbox.cli.http.Address;

/// Where somebody is signed in, and the token that proves it.
public record Session(Address server, String token) {}
