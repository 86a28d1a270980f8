package dev.tallystick.schema.docs;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The order in which tables declare their columns, which a [Catalogue] leaves out.
public final class ColumnOrder {
  private static final String COLUMNS =
      """
      SELECT quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
             quote_ident(a.attname) AS column
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY c.oid, a.attnum
      """;

  private final Map<ObjectKey, List<String>> names;

  private ColumnOrder(Map<ObjectKey, List<String>> names) {
    this.names = names;
  }

  /// The order in the database of `connection`.
  public static ColumnOrder read(Connection connection) throws SQLException {
    var names = new HashMap<ObjectKey, List<String>>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        var table = ObjectKey.table(rows.getString("schema"), rows.getString("name"));
        names.computeIfAbsent(table, _ -> new ArrayList<>()).add(rows.getString("column"));
      }
    }
    return new ColumnOrder(names);
  }

  List<Column> columns(Catalogue catalogue, ObjectKey table) {
    var columns = new ArrayList<Column>();
    for (var name : names.getOrDefault(table, List.of())) {
      var key = ObjectKey.column(table.schema(), table.name(), name);
      if (catalogue.objects().get(key) instanceof Column column) columns.add(column);
    }
    return columns;
  }
}
