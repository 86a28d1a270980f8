package dev.tallystick.cli.watch;

import static dev.tallystick.cli.watch.TestingSnapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComparisonTest {
  /// As in `a *2 / +b 1 / -c 3`.
  private static String text(Comparison comparison) {
    return comparison.rows().stream().map(ComparisonTest::text).collect(Collectors.joining(" / "));
  }

  private static String text(RowChange change) {
    var cells = new ArrayList<>(change.row().cells().stream().map(String::valueOf).toList());
    return switch (change) {
      case RowChange.Same _ -> String.join(" ", cells);
      case RowChange.New _ -> "+" + String.join(" ", cells);
      case RowChange.Gone _ -> "-" + String.join(" ", cells);
      case RowChange.Changed(_, _, var columns) -> {
        for (int column : columns) cells.set(column, "*" + cells.get(column));
        yield String.join(" ", cells);
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before        | after           | compared
          'a 1 / b 2'     | 'a 1 / b 2'     | a 1 / b 2
          'a 1 / b 2'     | 'a 1 / b 3'     | a 1 / b *3
          'a 1 / b 2'     | 'b 2 / a 1'     | b 2 / a 1
          'a 1 / b 2'     | 'a 1'           | a 1 / -b 2
          'a 1 / b 2'     | 'c 0 / b 2'     | -a 1 / +c 0 / b 2
          'a 1/b 2/c 3'   | 'a 1 / c 3'     | a 1 / -b 2 / c 3
          'a 1 / b 2'     | ''              | -a 1 / -b 2
          ''              | 'a 1'           | +a 1
          # a single row is the same row, whatever changes in it
          'a 1'           | 'b 2'           | *b *2
          # null is a value like another, and not the text
          'a ∅ / b 1'     | 'a 1 / b ∅'     | a *1 / b *null
          '∅ 1 / b 1'     | '∅ 2 / b 1'     | null *2 / b 1
          # the first column repeats: both are needed to tell rows apart
          'a 1 / a 2'     | 'a 1 / a 3'     | a 1 / -a 2 / +a 3
          # nothing is unique: by position
          'a 1 / a 1'     | 'a 1 / a 2'     | a 1 / a *2
          'a 1 / a 1'     | 'a 1'           | a 1 / -a 1
          """)
  void rowsAreFoundAgain(String before, String after, String compared) {
    var older = snapshot("text int4", before);
    var newer = snapshot("text int4", after);
    var key = Key.inferred(older, newer);
    assertThat(text(Comparison.of(older, newer, key))).isEqualTo(compared);
  }

  @Test
  void aNamedKeyMayRepeatAndThenCountsInOrder() {
    var older = snapshot("text int4", "a 1 / b 1 / a 2");
    var newer = snapshot("text int4", "a 1 / a 3 / b 1 / a 4");
    var key = Key.named(List.of("c0"), newer.columns()).orElseThrow();
    assertThat(text(Comparison.of(older, newer, key))).isEqualTo("a 1 / a *3 / b 1 / +a 4");
    assertThat(Key.named(List.of("c0", "other"), newer.columns())).isEmpty();
  }

  @Test
  void theFirstSnapshotHasNoMarks() {
    var first = Comparison.first(snapshot("text int4", "a 1 / b 2"));
    assertThat(text(first)).isEqualTo("a 1 / b 2");
    assertThat(first.hasChanges()).isFalse();
  }

  @Test
  void everyRowOfBothSnapshotsIsThereOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var before = snapshot("text int4", anyRows(random));
      var after = snapshot("text int4", anyRows(random));
      var rows = Comparison.of(before, after, Key.inferred(before, after)).rows();
      var now = rows.stream().filter(row -> !(row instanceof RowChange.Gone)).toList();
      assertThat(now.stream().map(RowChange::row).toList())
          .as("seed %d", seed)
          .isEqualTo(after.rows());
      long added = rows.stream().filter(RowChange.New.class::isInstance).count();
      assertThat(rows.size() - added).as("seed %d", seed).isEqualTo(before.rows().size());
    }
  }

  private static String anyRows(Random random) {
    return random
        .ints(random.nextInt(8), 0, 5)
        .mapToObj(i -> i + " " + random.nextInt(3))
        .collect(Collectors.joining(" / "));
  }
}
