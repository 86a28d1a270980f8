package dev.tallystick.cli.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that is known after so many runs.
///
/// @param runs how many there were; those without a connection do not count
/// @param last the last run
/// @param comparison of the last snapshot with the one before it, if one was taken
/// @param changedAt when anything was last new, changed or gone
/// @param isNews whether the last run says anything that the one before it did not
record Progress(
    int runs,
    Optional<Run> last,
    Optional<Comparison> comparison,
    Statistics statistics,
    Optional<Instant> changedAt,
    boolean isNews) {
  private static final Statistics NO_STATISTICS = new Statistics(List.of());

  /// Before the first run.
  static final Progress NONE =
      new Progress(0, Optional.empty(), Optional.empty(), NO_STATISTICS, Optional.empty(), false);

  /// After one more run.
  ///
  /// @param key the columns to find rows again by; empty to infer them
  Progress and(Run run, List<String> key) {
    var isNew = !last.map(Run::outcome).equals(Optional.of(run.outcome()));
    return switch (run.outcome()) {
      case Outcome.Rows(var snapshot) -> compared(run, snapshot, key);
      case Outcome.Done _ ->
          new Progress(
              runs + 1, Optional.of(run), Optional.empty(), NO_STATISTICS, changedAt, isNew);
      // The last snapshot stays, so that the next one is compared with it.
      case Outcome.Refused _ ->
          new Progress(runs + 1, Optional.of(run), comparison, statistics, changedAt, isNew);
      case Outcome.Lost _ ->
          new Progress(runs, Optional.of(run), comparison, statistics, changedAt, isNew);
    };
  }

  private Progress compared(Run run, Snapshot snapshot, List<String> key) {
    var before =
        comparison
            .map(Comparison::snapshot)
            .filter(known -> known.columns().equals(snapshot.columns()));
    var compared =
        before
            .map(known -> Comparison.of(known, snapshot, key(key, known, snapshot)))
            .orElseGet(() -> Comparison.first(snapshot));
    var isOther = comparison.isPresent() && before.isEmpty();
    var hasChanges = compared.hasChanges() || isOther;
    var isRecovered = last.map(Run::outcome).filter(Outcome.Rows.class::isInstance).isEmpty();
    return new Progress(
        runs + 1,
        Optional.of(run),
        Optional.of(compared),
        before.isPresent() ? statistics.and(compared, run.at()) : Statistics.of(snapshot),
        hasChanges ? Optional.of(run.at()) : changedAt,
        hasChanges || isRecovered);
  }

  private static Key key(List<String> names, Snapshot before, Snapshot after) {
    return Optional.of(names)
        .filter(named -> !named.isEmpty())
        .flatMap(named -> Key.named(named, after.columns()))
        .orElseGet(() -> Key.inferred(before, after));
  }
}
