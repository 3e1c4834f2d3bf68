/// Numbers about the running server, for Prometheus.
@NullMarked
package signalbox.server.metrics;

import org.jspecify.annotations.NullMarked;
