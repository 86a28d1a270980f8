package dev.tallystick.cli.watch;

import static dev.tallystick.cli.watch.TestingSnapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
  private static final Outcome REFUSED =
      new Outcome.Refused(new Refusal("42P01", "no such table", null, null, 0));

  private static Outcome rows(String types, String rows) {
    return new Outcome.Rows(snapshot(types, rows));
  }

  /// After runs a second apart.
  private static Progress after(Outcome... outcomes) {
    var progress = Progress.NONE;
    for (int i = 0; i < outcomes.length; i++) {
      progress = progress.and(new Run(START.plusSeconds(i), Duration.ZERO, outcomes[i]), List.of());
    }
    return progress;
  }

  /// As in `1..3 changed at 2`, a column after the other.
  private static String statistics(Progress progress) {
    return progress.statistics().columns().stream()
        .map(
            column ->
                column.min().map(Statistics.Extreme::text).orElse("")
                    + ".."
                    + column.max().map(Statistics.Extreme::text).orElse("")
                    + column
                        .changedAt()
                        .map(at -> " changed at " + Duration.between(START, at).toSeconds())
                        .orElse(""))
        .collect(Collectors.joining(", "));
  }

  @Test
  void statisticsSpanTheWholeRun() {
    var progress =
        after(
            rows("text int4", "a 5 / b 9"),
            rows("text int4", "a 12 / b 9"),
            rows("text int4", "a 7 / c -3"),
            rows("text int4", "a 7"));
    assertThat(statistics(progress)).isEqualTo(".., -3..12 changed at 2");
    assertThat(progress.changedAt()).contains(START.plusSeconds(3));
    assertThat(progress.runs()).isEqualTo(4);
  }

  @Test
  void nullAndWhatIsGoneCountForNothing() {
    var progress = after(rows("int4", "∅"), rows("int4", "4"), rows("int4", ""));
    assertThat(statistics(progress)).isEqualTo("4..4 changed at 1");
  }

  @Test
  void otherColumnsBeginAnew() {
    var progress = after(rows("text int4", "a 5"), rows("text numeric", "a 1"));
    assertThat(statistics(progress)).isEqualTo(".., 1..1");
    assertThat(progress.isNews()).isTrue();
    assertThat(progress.comparison().orElseThrow().hasChanges()).isFalse();
  }

  @Test
  void onlyWhatDiffersIsNews() {
    var one = rows("text", "a");
    var two = rows("text", "b");
    assertThat(after(one).isNews()).isTrue();
    assertThat(after(one, one).isNews()).isFalse();
    assertThat(after(one, two).isNews()).isTrue();
    assertThat(after(one, REFUSED).isNews()).isTrue();
    assertThat(after(one, REFUSED, REFUSED).isNews()).isFalse();
    assertThat(after(one, REFUSED, one).isNews()).isTrue();
    var done = new Outcome.Done("UPDATE", 1);
    assertThat(after(done, done).isNews()).isFalse();
    assertThat(after(done, new Outcome.Done("UPDATE", 2)).isNews()).isTrue();
  }

  @Test
  void afterARefusalOrALossItIsComparedWithTheLastSnapshot() {
    var progress =
        after(
            rows("text int4", "a 1 / b 1"),
            REFUSED,
            new Outcome.Lost("gone"),
            rows("text int4", "a 1 / b 2"));
    assertThat(progress.comparison().orElseThrow().hasChanges()).isTrue();
    assertThat(statistics(progress)).isEqualTo(".., 1..2 changed at 3");
    assertThat(progress.runs()).as("a run without a connection is none").isEqualTo(3);
  }
}
