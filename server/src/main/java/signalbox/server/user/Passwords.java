package signalbox.server.user;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signalbox.server.access.Refusal;

/// Hashes and compares passwords. Thread-safe.
///
/// A hash is meant to take long and to need much memory, so few are made at once, and on threads of
/// their own: on the virtual threads of requests they would keep all other requests waiting.
public final class Passwords implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int WAITING_MAX = 256;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("password-", 0).daemon().factory());

  public Passwords() {
    threads.allowCoreThreadTimeOut(true);
  }

  /// The password's hash in PHC form. Blocks.
  ///
  /// @throws Refusal 503 when too many are waiting already
  public String hash(String password) {
    return await(() -> Argon2Hash.of(password).text());
  }

  /// Whether a password is the one of a hash. Takes as long when there is no hash, so that nobody
  /// learns from the time whether an account exists. Blocks.
  ///
  /// @param hash in PHC form; null matches nothing
  /// @throws Refusal 503 when too many are waiting already
  public boolean matches(String password, @Nullable String hash) {
    if (hash != null) return await(() -> Argon2Hash.parse(hash).matches(password));
    var _ = hash(password);
    return false;
  }

  /// How many hashes were computed.
  long computed() {
    return threads.getCompletedTaskCount();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> T await(Callable<T> work) {
    try {
      return threads.submit(work).get();
    } catch (RejectedExecutionException e) {
      throw Refusal.unavailable("Too many passwords are being checked at the moment.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("The server is shutting down.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    }
  }
}
