package signalbox.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import signalbox.server.bus.Bus;
import signalbox.server.event.Kind;
import signalbox.server.stream.Framing;

/// What the server counts about itself. One registry per server, so two servers in one process do
/// not mix. Thread-safe.
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Gauge streams =
      Gauge.builder()
          .name("signalbox_open_streams")
          .help("Streams that are open at the moment, by transport.")
          .labelNames("transport")
          .register(registry);
  private final Histogram groups =
      Histogram.builder()
          .name("signalbox_ingest_group_size")
          .help("Reports that were committed together.")
          .classicOnly()
          .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000)
          .register(registry);
  private final Histogram delivery =
      Histogram.builder()
          .name("signalbox_delivery_delay_seconds")
          .help("From the commit of an event until an event loop has shown it to all its watchers.")
          .classicOnly()
          .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .register(registry);

  public void stream(Framing framing, int by) {
    streams.labelValues(framing.name().toLowerCase(java.util.Locale.ROOT)).inc(by);
  }

  public void group(int size) {
    groups.observe(size);
  }

  public void delivered(Duration delay) {
    delivery.observe(delay.toNanos() / 1e9);
  }

  /// Numbers that somebody else keeps.
  public void watch(
      ToLongFunction<Kind> events, Bus bus, IntSupplier watchedOwners, IntSupplier agents) {
    CounterWithCallback.builder()
        .name("signalbox_events")
        .help("Workspace events announced by this replica, by kind.")
        .labelNames("kind")
        .callback(
            callback -> {
              for (var kind : Kind.values())
                callback.call((double) events.applyAsLong(kind), kind.wire());
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("signalbox_bus_connected")
        .help("1 while hints get through to and from other replicas.")
        .callback(callback -> callback.call(bus.connected() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("signalbox_connected_agents")
        .help("Agents that are connected to this replica.")
        .callback(callback -> callback.call(agents.getAsInt()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("signalbox_watched_owners")
        .help("Owners whose workspaces somebody watches on this replica.")
        .callback(callback -> callback.call(watchedOwners.getAsInt()))
        .register(registry);
  }

  /// All of it in Prometheus' text format.
  public byte[] text() {
    try {
      var out = new ByteArrayOutputStream();
      formats.getPrometheusTextFormatWriter().write(out, registry.scrape());
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String contentType() {
    return formats.getPrometheusTextFormatWriter().getContentType();
  }
}
