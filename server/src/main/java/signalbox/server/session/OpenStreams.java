package signalbox.server.session;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Caller;
import signalbox.server.access.Refusal;
import signalbox.server.db.Chore;
import signalbox.server.db.Database;
import signalbox.server.id.UserId;
import signalbox.server.stream.Frame;
import signalbox.server.stream.Framing;
import signalbox.server.stream.Outlet;
import signalbox.server.stream.StreamGuard;
import signalbox.server.time.Subscription;
import signalbox.server.time.Ticker;
import signalbox.wire.Json;
import signalbox.wire.Response;

/// Every open stream of this replica, by the key that it was opened with. Thread-safe.
///
/// The keys are read again every two seconds, all in one statement, and at once when this replica
/// takes a right away. So a stream whose key or right is gone ends within five seconds, wherever
/// that was done. While the database cannot be reached nobody's right is known to be gone, and no
/// stream ends.
public final class OpenStreams implements StreamGuard, AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Map<String, Set<Stream>> byKey = new ConcurrentHashMap<>();
  private final Chore looking = new Chore("the look at the keys of open streams", this::look);
  private final Database database;
  private final Ticker ticker;
  private final Subscription timer;
  private final ApiKeyStore store = new ApiKeyStore();

  public OpenStreams(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
    timer = ticker.every(LOOK, this::rightsChanged);
  }

  @Override
  public void guard(Outlet outlet, Caller.Session session, UserId owner) {
    var stream =
        new Stream(
            owner,
            errors -> {
              var error = errors.apply(outlet.framing());
              outlet.loop().execute(() -> end(outlet, error));
            });
    add(session.keyId(), stream);
    outlet.onClose(() -> forget(session.keyId(), stream));
  }

  @Override
  public Subscription guard(Caller.Session session, UserId owner, Runnable end) {
    var stream = new Stream(owner, _ -> end.run());
    add(session.keyId(), stream);
    return () -> forget(session.keyId(), stream);
  }

  private void add(String key, Stream stream) {
    byKey.compute(
        key,
        (_, streams) -> {
          var more = streams == null ? ConcurrentHashMap.<Stream>newKeySet() : streams;
          more.add(stream);
          return more;
        });
  }

  private void forget(String key, Stream stream) {
    byKey.computeIfPresent(
        key,
        (_, streams) -> {
          streams.remove(stream);
          return streams.isEmpty() ? null : streams;
        });
  }

  /// Looks, without blocking, whether everybody here may still watch. A look that is wanted while
  /// one is under way follows on it, so what was true before this call is seen.
  void rightsChanged() {
    if (!byKey.isEmpty()) looking.want();
  }

  private void look() {
    var ids = keys();
    if (ids.isEmpty()) return;
    var states = database.read(tx -> store.states(tx, ids));
    var now = ticker.instant();
    for (var id : ids) judge(id, states.get(id), now);
  }

  private void judge(String id, @Nullable KeyState key, Instant now) {
    var streams = byKey.getOrDefault(id, Set.of());
    if (key == null) {
      end(id, streams, SignedOut.unknown());
      return;
    }
    var refusal = key.refusal(now);
    if (refusal.isPresent()) {
      end(id, streams, refusal.get());
      return;
    }
    var session = key.caller(key.expiresAt());
    var turnedAway = streams.stream().filter(stream -> !session.mayRead(stream.owner)).toList();
    end(id, turnedAway, Refusal.notFound());
  }

  private void end(String key, Iterable<Stream> streams, Refusal why) {
    var frames = new EnumMap<Framing, Frame>(Framing.class);
    for (var stream : streams) {
      forget(key, stream);
      stream.end.accept(framing -> frames.computeIfAbsent(framing, f -> error(f, why)));
    }
  }

  private static Frame error(Framing framing, Refusal why) {
    var response = new Response(why.message(), why.detail(), why.validations());
    return framing.frame(new Framing.Message("error", Json.bytes(response)));
  }

  /// Who does not read would not see the end for long, and meanwhile what is on its way to them.
  private static void end(Outlet outlet, Frame error) {
    if (outlet.full()) {
      outlet.drop();
    } else {
      outlet.write(error);
      outlet.end();
    }
  }

  /// How many streams are watched over.
  int size() {
    return byKey.values().stream().mapToInt(Set::size).sum();
  }

  /// The keys that they were opened with.
  Set<String> keys() {
    return Set.copyOf(byKey.keySet());
  }

  @Override
  public void close() {
    timer.close();
  }

  /// One open stream; equal only to itself.
  private static final class Stream {
    private final UserId owner;
    private final Consumer<Function<Framing, Frame>> end;

    /// @param end ends it, after the error in its framing
    Stream(UserId owner, Consumer<Function<Framing, Frame>> end) {
      this.owner = owner;
      this.end = end;
    }
  }
}
