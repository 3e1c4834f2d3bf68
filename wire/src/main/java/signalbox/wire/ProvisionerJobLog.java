package signalbox.wire;

import java.time.Instant;

/// One line of a job's log.
///
/// @param logSource `provisioner_daemon` or `provisioner`
/// @param logLevel `trace`, `debug`, `info`, `warn` or `error`
public record ProvisionerJobLog(
    long id, Instant createdAt, String logSource, String logLevel, String stage, String output) {}
