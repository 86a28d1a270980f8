package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A btree index that starts with a moment in time: nearly every entry is another value, new ones
/// all go to its last page, and the columns behind it never narrow a range.
final class TimestampIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "timestamp-index",
          Severity.WARNING,
          "A btree index is on, or starts with, a timestamp of many values.");

  /// Fewer different values than this, in live statistics, are not many.
  private static final int DISTINCT_MIN = 1_000;

  /// Rows that lie on disk nearly in the order of their time suit BRIN.
  private static final double CORRELATION_MIN = 0.9;

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (!index.method().equals("btree") || index.isConstraint() || index.isUnique()) continue;
      subject
          .leading(index)
          .filter(column -> column.type().startsWith("timestamp"))
          .filter(column -> hasManyValues(subject, index, column))
          .ifPresent(column -> problems.add(problem(subject, index, column)));
    }
    return problems;
  }

  private static boolean hasManyValues(Subject subject, KeyedIndex index, Column column) {
    var rows = subject.live().table(index.table()).map(LiveStatistics.TableUse::rows).orElse(-1.0);
    var spread = subject.live().column(column.key());
    return rows < DISTINCT_MIN || spread.isEmpty() || spread.get().distinctIn(rows) >= DISTINCT_MIN;
  }

  private static Problem problem(Subject subject, KeyedIndex index, Column column) {
    var name = column.key().name();
    var spread = subject.live().column(column.key());
    var rows = subject.live().table(index.table()).map(LiveStatistics.TableUse::rows).orElse(-1.0);
    var figures =
        spread.isPresent() && rows > 0
            ? " (%s values in %s rows, correlation %s)"
                .formatted(
                    Figures.count(spread.get().distinctIn(rows)),
                    Figures.count(rows),
                    Figures.decimal(spread.get().correlation()))
            : "";
    // A partial index of few rows, such as a queue's, narrows by its predicate already.
    var isPartial = index.predicate() != null && !index.predicate().endsWith(" IS NOT NULL)");
    var others = index.keys().stream().skip(1).map(KeyedIndex.Key::sql).toList();
    var reason =
        others.isEmpty()
            ? "a btree on %s alone narrows only short ranges, and all new rows meet on its last page%s"
                .formatted(name, figures)
            : "it starts with %s: a range of it leaves %s unused%s"
                .formatted(name, String.join(", ", others), figures);
    return new Problem(
        index.key(),
        isPartial ? Severity.INFO : DESCRIPTION.severity(),
        isPartial ? reason + "; its predicate may narrow it enough" : reason,
        Remedy.byPerson(
            "which columns do its queries compare with =? Put those first; without any, BRIN",
            sql(index, name, others, spread)));
  }

  private static String sql(
      KeyedIndex index,
      String column,
      List<String> others,
      Optional<LiveStatistics.Spread> spread) {
    var suitsBrin = spread.isEmpty() || Math.abs(spread.get().correlation()) >= CORRELATION_MIN;
    var where = index.predicate() == null ? "" : " WHERE " + index.predicate();
    if (others.isEmpty() && suitsBrin) {
      return "CREATE INDEX CONCURRENTLY ON %s USING brin (%s)%s; %s"
          .formatted(index.table().qualifiedName(), column, where, index.dropSql());
    }
    var first = others.isEmpty() ? "…" : String.join(", ", others);
    return "CREATE INDEX CONCURRENTLY ON %s (%s, %s)%s; %s"
        .formatted(index.table().qualifiedName(), first, column, where, index.dropSql());
  }
}
