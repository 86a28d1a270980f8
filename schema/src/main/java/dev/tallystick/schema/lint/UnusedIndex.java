package dev.tallystick.schema.lint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An index that no query has used since the database began to count.
final class UnusedIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description(
              "unused-index", Severity.WARNING, "No query has used the index in a month or more.")
          .onlyWithLive();

  /// A month has every kind of query in it, also those of the books' closing.
  private static final Duration COUNTED_MIN = Duration.ofDays(30);

  /// Of small tables the planner uses no index.
  private static final int ROWS_MIN = 1_000;

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var live = subject.live();
    var counted = Duration.between(live.since(), subject.now());
    if (counted.compareTo(COUNTED_MIN) < 0) return List.of();
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (index.isUnique() || index.isConstraint() || subject.servesForeignKey(index)) continue;
      var use = live.index(index);
      if (use.isEmpty() || use.get().scans() > 0 || !use.get().isValid()) continue;
      var rows = live.table(index.table()).map(LiveStatistics.TableUse::rows).orElse(-1.0);
      if (rows < ROWS_MIN) continue;
      problems.add(
          new Problem(
              index.key(),
              DESCRIPTION.severity(),
              "no query used it in %s days; it takes %s, and every write of %s pays for it"
                  .formatted(
                      Figures.count(counted.toDays()),
                      Figures.bytes(use.get().bytes()),
                      index.table().qualifiedName()),
              Remedy.byPerson(
                  "does a replica use it, or a query that runs once a year? If not, drop it",
                  index.dropSql())));
    }
    return problems;
  }
}
