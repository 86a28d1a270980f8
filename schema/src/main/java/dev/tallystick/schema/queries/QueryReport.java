package dev.tallystick.schema.queries;

import dev.tallystick.schema.sql.Position;
import java.util.List;
import java.util.Optional;

/// What came of the statements of a program.
///
/// @param code where they were found, and what was not read
/// @param indexes every index of the schema, and what it is good for
/// @param tablesNeverRead by any statement
/// @param hasSizes false on a shadow that is not ours, whose empty tables say nothing about indexes
/// @param unknownStatistics what the statistics name and the schema does not have
/// @param changes what the tried DDL changes
/// @param triedInVain indexes that it makes and no plan uses
public record QueryReport(
    CodeQueries code,
    List<Result> results,
    List<IndexUse> indexes,
    List<String> tablesNeverRead,
    boolean hasSizes,
    List<String> unknownStatistics,
    List<Change> changes,
    List<String> triedInVain) {
  /// A table of fewer rows is as quickly read whole.
  public static final long BIG_ROWS_MIN = 10_000;

  /// What came of one statement.
  public record Result(Query query, Outcome outcome) {}

  /// What can come of a statement.
  public sealed interface Outcome {
    /// PostgreSQL does not take it.
    record Refused(Position position, String message) implements Outcome {}

    /// It prepares, and reads nothing but the system's own tables, if any.
    record OfSystem() implements Outcome {}

    /// It prepares.
    ///
    /// @param forms one; or one for each filter that may be left out, as if it alone were given
    record Planned(List<Form> forms) implements Outcome {}
  }

  /// A form of a statement, planned.
  ///
  /// @param given the one filter that is given; empty for a statement without such filters
  /// @param cost in the planner's units
  public record Form(String given, double cost, List<Read> reads) {
    /// What it reads whole though that is large.
    public List<Read> scans() {
      return reads.stream().filter(Read::isLargeScan).toList();
    }
  }

  /// A table that is read, or checked for conflicts.
  ///
  /// @param rows that the table is taken to have
  /// @param index empty for a sequential scan
  /// @param isFiltered whether a sequential scan leaves out rows, so that an index might help
  /// @param stopsEarly whether the statement has what it wants long before the end of the table:
  ///   `EXISTS`, `LIMIT 1`
  public record Read(
      String table, long rows, Optional<String> index, boolean isFiltered, boolean stopsEarly) {
    /// Whether it reads a large table whole.
    public boolean isLargeScan() {
      return index.isEmpty() && rows >= BIG_ROWS_MIN && !stopsEarly;
    }
  }

  /// What an index is good for.
  ///
  /// @param constraint that it holds or that leans on it
  /// @param queries places of the statements whose plans use it
  public record IndexUse(
      String index, String table, Optional<String> constraint, List<String> queries) {
    /// Whether nothing needs it.
    public boolean isIdle() {
      return constraint.isEmpty() && queries.isEmpty();
    }
  }

  /// A plan that differs with the tried DDL.
  public record Change(Query query, Form before, Form after) {}

  /// Statements that do not prepare.
  public List<Result> refused() {
    return results.stream().filter(r -> r.outcome() instanceof Outcome.Refused).toList();
  }

  /// Statements that read a large table whole, and not on purpose.
  public List<Result> unserved() {
    return results.stream().filter(QueryReport::isUnserved).toList();
  }

  private static boolean isUnserved(Result result) {
    return switch (result.outcome()) {
      case Outcome.Planned(var forms) ->
          !result.query().mayScan() && forms.stream().anyMatch(form -> !form.scans().isEmpty());
      case Outcome.Refused _, Outcome.OfSystem _ -> false;
    };
  }

  /// Indexes that nothing needs.
  public List<IndexUse> idle() {
    return indexes.stream().filter(IndexUse::isIdle).toList();
  }

  /// Whether the program fits its schema.
  ///
  /// @param isStrict whether large scans and idle indexes count as well
  public boolean isGood(boolean isStrict) {
    if (!refused().isEmpty()) return false;
    return !isStrict || !hasSizes || (unserved().isEmpty() && idle().isEmpty());
  }
}
