package signalbox.server.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// One read for all who come at once: they get what the one under way finds, or its failure.
/// Afterwards it is good as long as the log tells of nothing newer, for a second at most.
/// Thread-safe.
///
/// @param <T> what is read; knows which position of the log it reflects
final class SharedLook<T> {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);

  private record Seen<T>(T value, Instant at) {}

  private final ToLongFunction<T> positionOf;
  private final LongSupplier newest;
  private final InstantSource clock;
  private final AtomicReference<@Nullable FutureTask<Optional<T>>> underWay =
      new AtomicReference<>();
  private volatile @Nullable Seen<T> seen;

  /// @param newest the position that the log is known to have reached
  SharedLook(ToLongFunction<T> positionOf, LongSupplier newest, InstantSource clock) {
    this.positionOf = positionOf;
    this.newest = newest;
    this.clock = clock;
  }

  /// What another has just read, or is reading, or else what this reads. Blocks.
  Optional<T> look(Supplier<Optional<T>> read) {
    var last = seen;
    if (last != null && isGood(last)) return Optional.of(last.value());
    var own = new FutureTask<>(() -> remembered(read));
    var other = underWay.compareAndExchange(null, own);
    if (other != null) return result(other);
    try {
      own.run();
    } finally {
      underWay.set(null);
    }
    return result(own);
  }

  private Optional<T> remembered(Supplier<Optional<T>> read) {
    var at = clock.instant();
    var found = read.get();
    seen = found.map(value -> new Seen<>(value, at)).orElse(null);
    return found;
  }

  private boolean isGood(Seen<T> look) {
    return positionOf.applyAsLong(look.value()) >= newest.getAsLong()
        && clock.instant().isBefore(look.at().plus(GOOD_FOR));
  }

  private static <R> R result(FutureTask<R> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e);
    }
  }
}
