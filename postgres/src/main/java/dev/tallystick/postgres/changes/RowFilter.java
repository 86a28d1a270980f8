package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// A condition on rows, in SQL and judged by PostgreSQL: on each row as the change shows it, not on
/// what the table holds by then. Not thread-safe.
///
/// A publication could filter too, but only by what a row's key tells: for any other condition it
/// would make PostgreSQL refuse the updates of those who write.
final class RowFilter implements AutoCloseable {
  private final Connection connection;
  private final String condition;
  private final List<FollowedTable> tables;

  private RowFilter(Connection connection, String condition, List<FollowedTable> tables) {
    this.connection = connection;
    this.condition = condition;
    this.tables = tables;
  }

  /// @throws FeedRefused if one of the tables does not know the condition
  static RowFilter open(DatabaseUrl url, String condition, List<FollowedTable> tables)
      throws SQLException {
    var filter = new RowFilter(Session.open(url), condition, tables);
    try {
      Session.run(filter.connection, "SET default_transaction_read_only = on");
      for (var table : tables) filter.check(table);
      return filter;
    } catch (SQLException | RuntimeException failure) {
      filter.close();
      throw failure;
    }
  }

  private void check(FollowedTable table) throws SQLException {
    try {
      var _ = judge(table, List.of());
    } catch (SQLException failure) {
      var state = String.valueOf(failure.getSQLState());
      if (!state.startsWith("42") && !state.startsWith("22") && !state.startsWith("25"))
        throw failure;
      throw new FeedRefused(
          "--where %s does not fit %s: %s"
              .formatted(condition, table.name(), failure.getMessage()));
    }
  }

  /// The changes that met the condition, before or after. One of which too little is known stays.
  List<Change> keep(List<Change> changes) throws SQLException {
    var isMet = new IdentityHashMap<Row, Boolean>();
    for (var table : tables) {
      var rows =
          changes.stream()
              .filter(change -> change.table().equals(table.name()))
              .flatMap(change -> judged(change).stream())
              .toList();
      if (rows.isEmpty()) continue;
      var verdicts = judge(table, rows);
      for (int i = 0; i < rows.size(); i++) isMet.put(rows.get(i), verdicts.get(i));
    }
    return changes.stream()
        .filter(
            change ->
                change instanceof Change.Truncated || judged(change).stream().anyMatch(isMet::get))
        .toList();
  }

  private static List<Row> judged(Change change) {
    return switch (change) {
      case Change.Inserted(var _, var _, var row) -> List.of(row);
      case Change.Updated(var _, var _, var before, var after) ->
          before.isWhole() ? List.of(before, after) : List.of(after);
      case Change.Deleted(var _, var _, var before) -> List.of(before);
      case Change.Truncated _ -> List.of();
    };
  }

  /// For each row whether it meets the condition, or may.
  private List<Boolean> judge(FollowedTable table, List<Row> rows) throws SQLException {
    var names = new ArrayList<>(table.attributes());
    names.add("tally position");
    var sql =
        """
        SELECT true AND (%s
        ) AS "tally verdict"
          FROM unnest(%s::%s[]) WITH ORDINALITY AS %s(%s)
         ORDER BY "tally position"
        """
            .formatted(
                condition,
                literal(rows.stream().map(row -> composite(table, row)).toList()),
                table.name().quoted(),
                TableName.quoted(table.name().name()),
                names.stream().map(TableName::quoted).collect(Collectors.joining(", ")));
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var verdicts = statement.executeQuery(sql)) {
        var isMet = new ArrayList<Boolean>(rows.size());
        while (verdicts.next()) {
          var verdict = verdicts.getBoolean(1);
          isMet.add(verdicts.wasNull() ? !rows.get(isMet.size()).isWhole() : verdict);
        }
        return isMet;
      }
    }
  }

  /// A row as PostgreSQL's text of a composite value; what is not known is null.
  private static String composite(FollowedTable table, Row row) {
    return table.attributes().stream()
        .map(
            name ->
                row.cell(name) instanceof Cell.Text(var text)
                    ? '"' + text.replace("\\", "\\\\").replace("\"", "\"\"") + '"'
                    : "")
        .collect(Collectors.joining(",", "(", ")"));
  }

  /// An array of composite values as a literal of SQL.
  private static String literal(List<String> composites) {
    var array =
        composites.stream()
            .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "{", "}"));
    return "'" + array.replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
