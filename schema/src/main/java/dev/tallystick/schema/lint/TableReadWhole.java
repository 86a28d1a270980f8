package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.List;

/// A large table that queries mostly read whole: a common filter has no index.
final class TableReadWhole implements Rule {
  private static final Description DESCRIPTION =
      new Description(
              "table-read-whole",
              Severity.INFO,
              "Queries read a large table whole more often than through an index.")
          .onlyWithLive();

  private static final int ROWS_MIN = 10_000;

  /// Fewer may be backups, statistics and people.
  private static final int SCANS_MIN = 50;

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      var use = subject.live().table(table.key());
      if (use.isEmpty() || use.get().rows() < ROWS_MIN || use.get().scans() < SCANS_MIN) continue;
      if (use.get().scans() <= use.get().lookups()) continue;
      problems.add(
          new Problem(
              table.key(),
              DESCRIPTION.severity(),
              "%s has %s rows and was read whole %s times, through an index %s times"
                  .formatted(
                      table.name(),
                      Figures.count(use.get().rows()),
                      Figures.count(use.get().scans()),
                      Figures.count(use.get().lookups())),
              Remedy.byPerson("which filter has no index? tally schema queries proposes one", "")));
    }
    return problems;
  }
}
