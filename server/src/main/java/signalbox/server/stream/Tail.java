package signalbox.server.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signalbox.server.bus.Bus;
import signalbox.server.db.DatabaseUnavailable;
import signalbox.wire.Json;

/// One socket that follows something that only grows, such as a log. A hint makes it read on from
/// where it is, at its peer's speed, on a virtual thread that ends when there is nothing more to
/// read. Its place is one number, so nothing is lost or doubled, however hints come. Thread-safe.
public final class Tail {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private final String name;
  private final Source source;
  private final Outlet outlet;
  private final AtomicInteger hints = new AtomicInteger();
  private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
  private volatile long position;

  /// What is followed.
  public interface Source {
    /// What comes after a position. Blocks.
    Chunk after(long position);
  }

  /// Something to send.
  ///
  /// @param texts each a message of its own
  /// @param position the place after them
  /// @param more whether there may be more already
  /// @param last whether nothing will ever come after them
  public record Chunk(List<String> texts, long position, boolean more, boolean last) {
    public Chunk {
      texts = List.copyOf(texts);
    }

    /// Each of these values as a message.
    public static List<String> each(List<?> values) {
      return values.stream().map(Json::text).toList();
    }
  }

  /// Called on the outlet's loop.
  ///
  /// @param name what it follows, as the log tells it: "the log of job 7"
  /// @param position what the peer has seen
  public Tail(String name, Outlet outlet, long position, Source source) {
    this.name = name;
    this.outlet = outlet;
    this.position = position;
    this.source = source;
    outlet.onClose(() -> gone.complete(true));
  }

  /// Reads a first time, and again whenever something is published on a channel, until the outlet
  /// is closed. Called on the outlet's loop; does not block.
  public void listen(Bus bus, String channel) {
    Thread.ofVirtual().name(name).start(() -> subscribe(bus, channel));
  }

  private void subscribe(Bus bus, String channel) {
    var subscription = bus.subscribe(channel, _ -> hint());
    outlet.loop().execute(() -> outlet.onClose(subscription::close));
    hint();
  }

  /// The place after what was sent last.
  public long position() {
    return position;
  }

  /// There may be more. Never blocks; any thread may call it.
  public void hint() {
    if (hints.getAndIncrement() == 0) Thread.ofVirtual().name(name).start(this::read);
  }

  private void read() {
    int seen;
    do {
      seen = hints.get();
      try {
        var more = true;
        while (more && !gone.isDone()) more = sendSome();
      } catch (DatabaseUnavailable e) {
        LOG.debug("Not to be read at the moment: {}.", name);
      } catch (RuntimeException e) {
        LOG.error("Could not be sent: {}.", name, e);
        outlet.loop().execute(outlet::drop);
      }
    } while (!hints.compareAndSet(seen, 0));
  }

  /// @return whether there may be more already
  private boolean sendSome() {
    var chunk = source.after(position);
    if (!chunk.texts().isEmpty()) write(new Frame(chunk.texts().stream().map(Tail::utf8).toList()));
    position = chunk.position();
    if (chunk.last()) outlet.loop().execute(outlet::end);
    return chunk.more() && !chunk.last();
  }

  private void write(Frame frame) {
    var written = new CompletableFuture<Boolean>();
    outlet.loop().execute(() -> writeWhenRoom(frame, written));
    CompletableFuture.anyOf(written, gone).join();
  }

  private void writeWhenRoom(Frame frame, CompletableFuture<Boolean> written) {
    if (outlet.full()) {
      outlet.onDrain(() -> writeWhenRoom(frame, written));
      return;
    }
    outlet.onDrain(() -> {});
    outlet.write(frame);
    written.complete(true);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
