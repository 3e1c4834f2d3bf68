package signalbox.server.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// Notes the statements that are prepared on connections of a source, and keeps connections back
/// when it is told to. Thread-safe.
public final class StatementLog {
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean isDown;

  /// The same source, listened to.
  public DataSource listen(DataSource source) {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          if (isDown) {
            refused.incrementAndGet();
            throw new SQLTransientConnectionException("as if the server were not there");
          }
          var result = invoke(source, method, arguments);
          return result instanceof Connection connection ? listen(connection) : result;
        });
  }

  /// Whether the server seems not to be there.
  public void down(boolean down) {
    isDown = down;
  }

  /// How many connections were kept back.
  public int refused() {
    return refused.get();
  }

  public List<String> statements() {
    return List.copyOf(statements);
  }

  private Connection listen(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) statements.add((String) arguments[0]);
          return invoke(connection, method, arguments);
        });
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
