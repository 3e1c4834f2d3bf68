package signalbox.server.agentmetadata;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.bus.Bus;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.id.AgentId;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;

/// What agents find out again and again. Thread-safe.
///
/// Reports are gathered over all agents and stored every five seconds, or when there are many, in
/// one statement. A value that is replaced before is never stored; a server that is killed loses
/// the values of its last seconds, which come again.
public final class AgentMetadata implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentMetadata.class);

  /// Most bytes of all keys of one report.
  static final int KEY_BYTES_MAX = 6144;

  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final int MANY = 500;

  private final MetadataStore store = new MetadataStore();
  private final Pending pending = new Pending();
  private final Chore storing = new Chore("storing metadata of agents", this::flush);
  private final Database database;
  private final Bus bus;
  private final InstantSource clock;
  private final Subscription timer;

  public AgentMetadata(Database database, Bus bus, Ticker ticker) {
    this.database = database;
    this.bus = bus;
    this.clock = ticker;
    timer = ticker.every(PERIOD, storing::want);
  }

  /// Takes what an agent found out. Keys that its template does not have are nothing to us. Does
  /// not block.
  public Reported report(AgentId agent, List<Reading> readings) {
    var taken = new ArrayList<Reading>();
    var bytes = 0;
    for (var reading : readings) {
      bytes += Reading.bytes(reading.key());
      if (bytes > KEY_BYTES_MAX) break;
      taken.add(reading);
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (pending.add(agent, taken, now) >= MANY) storing.want();
    return bytes > KEY_BYTES_MAX ? new Reported.KeysTooLong(bytes) : new Reported.Taken();
  }

  /// What an agent is to find out, with what it found last, in the order in which it is shown.
  /// Blocks.
  public List<Metadatum> of(AgentId agent) {
    return database.read(tx -> store.of(tx, List.of(agent)));
  }

  private void flush() {
    var batch = pending.take();
    if (batch.isEmpty()) return;
    var dropped = pending.takeDropped();
    if (dropped > 0) LOG.warn("{} readings of metadata came faster than they are stored.", dropped);
    try {
      var changed = database.write(tx -> store.put(tx, batch));
      for (var payload : MetadataHint.payloads(changed)) bus.publish(MetadataHint.CHANNEL, payload);
    } catch (RuntimeException e) {
      pending.putBack(batch);
      throw e;
    }
  }

  /// Stores what has come until now.
  @Override
  public void close() {
    timer.close();
    try {
      flush();
    } catch (RuntimeException e) {
      LOG.warn("The newest metadata of agents could not be stored: {}.", e.getMessage());
    }
  }
}
