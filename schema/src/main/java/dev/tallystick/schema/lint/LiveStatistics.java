package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What only a running database knows about a schema.
///
/// @param since when it began to count the use of tables and indexes
/// @param indexes by the keys of indexes, also of those that a constraint made
/// @param columns that lead an index
/// @param counters the columns that a sequence fills
public record LiveStatistics(
    Instant since,
    Map<ObjectKey, TableUse> tables,
    Map<ObjectKey, IndexUse> indexes,
    Map<ObjectKey, Spread> columns,
    Map<ObjectKey, Counter> counters) {
  /// Where no database was named.
  public static final LiveStatistics NONE =
      new LiveStatistics(Instant.MAX, Map.of(), Map.of(), Map.of(), Map.of());

  /// @param rows as the planner estimates them; negative where it never looked
  /// @param scans how often all of it was read
  /// @param rowsScanned by those
  /// @param lookups how often an index led into it
  public record TableUse(double rows, long bytes, long scans, long rowsScanned, long lookups) {}

  /// @param scans how often it was used; of a partitioned index, the sum of its parts
  public record IndexUse(long bytes, long scans, boolean isValid) {}

  /// How the values of a column spread.
  ///
  /// @param distinct of `pg_stats`: a number of values, or negative a share of the rows
  /// @param nullShare from 0 to 1
  /// @param commonest the commonest values, first ones only
  /// @param commonestShares of all rows, from 0 to 1
  /// @param correlation of the values with the order of the rows on disk, from -1 to 1
  public record Spread(
      double distinct,
      double nullShare,
      List<String> commonest,
      List<Double> commonestShares,
      double correlation) {
    double distinctIn(double rows) {
      return distinct >= 0 ? distinct : -distinct * Math.max(rows, 0);
    }
  }

  /// A sequence that fills a column.
  ///
  /// @param last value given out
  /// @param max that the sequence and the column's type can hold
  public record Counter(long last, long max) {}

  /// Reads them. What the role may not see is left out.
  public static LiveStatistics read(Connection connection) throws SQLException {
    return LiveStatisticsReader.read(connection);
  }

  boolean isKnown() {
    return !equals(NONE);
  }

  Optional<TableUse> table(ObjectKey key) {
    return Optional.ofNullable(tables.get(key));
  }

  Optional<IndexUse> index(KeyedIndex index) {
    return Optional.ofNullable(indexes.get(index.indexKey()));
  }

  Optional<Spread> column(ObjectKey key) {
    return Optional.ofNullable(columns.get(key));
  }

  Optional<Counter> counter(ObjectKey column) {
    return Optional.ofNullable(counters.get(column));
  }

  boolean isValid(ObjectKey index) {
    var use = indexes.get(index);
    return use == null || use.isValid();
  }
}
