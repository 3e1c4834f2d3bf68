package signalbox.server.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/// Makes records of rows, by the names of their columns. Which column is which is found out once
/// for each shape of answer; Jdbi does it for each answer, by reflection, which costs more than to
/// run the statement. Thread-safe.
public final class Rows<T> implements RowMapper<T> {
  private final RowMapper<T> byName;
  private final Map<List<String>, RowMapper<T>> byShape = new ConcurrentHashMap<>();

  private Rows(RowMapper<T> byName) {
    this.byName = byName;
  }

  /// @param type a record, whose components are named as the columns, in camel case
  public static <T> RowMapper<T> of(Class<T> type) {
    return new Rows<>(ConstructorMapper.of(type));
  }

  /// @param prefix of all columns that belong to it
  public static <T> RowMapper<T> of(Class<T> type, String prefix) {
    return new Rows<>(ConstructorMapper.of(type, prefix));
  }

  @Override
  public T map(ResultSet row, StatementContext context) throws SQLException {
    return specialize(row, context).map(row, context);
  }

  /// A mapper keeps nothing of the answer that it was made for but the places of its columns.
  @Override
  public RowMapper<T> specialize(ResultSet answer, StatementContext context) throws SQLException {
    var shape = shape(answer);
    var known = byShape.get(shape);
    if (known != null) return known;
    var found = byName.specialize(answer, context);
    byShape.put(shape, found);
    return found;
  }

  private static List<String> shape(ResultSet answer) throws SQLException {
    var columns = answer.getMetaData();
    var labels = new ArrayList<String>(columns.getColumnCount());
    for (var i = 1; i <= columns.getColumnCount(); i++) labels.add(columns.getColumnLabel(i));
    return labels;
  }
}
