package signalbox.server.bus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Connections whose plain statements are kept, one entry per round trip, and which may be refused.
final class Tape implements Connector {
  private final Connector connector;
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private volatile Predicate<String> refused = _ -> false;

  Tape(Connector connector) {
    this.connector = connector;
  }

  /// From now on there are no new connections of these names.
  void refuse(Predicate<String> names) {
    refused = names;
  }

  /// What was executed since the last time.
  List<String> statements() {
    var taken = List.copyOf(statements);
    statements.clear();
    return taken;
  }

  @Override
  public Connection connect(String name) throws SQLException {
    if (refused.test(name)) throw new SQLException("refused on purpose");
    var connection = connector.connect(name);
    return wrap(Connection.class, connection);
  }

  private <T> T wrap(Class<T> type, T wrapped) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals("execute")) statements.add((String) arguments[0]);
              try {
                var result = method.invoke(wrapped, arguments);
                return method.getName().equals("createStatement")
                    ? wrap(Statement.class, (Statement) result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
