package dev.tallystick.cli.watch;

import static dev.tallystick.cli.watch.TestingSnapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private static String text(List<Line> lines) {
    return lines.stream()
        .map(line -> line.text().stripTrailing() + "\n")
        .collect(Collectors.joining());
  }

  private static Comparison compared(String types, String before, String after) {
    var older = snapshot(types, before);
    var newer = snapshot(types, after);
    return Comparison.of(older, newer, Key.inferred(older, newer));
  }

  @Test
  void marksNeedNoColour() {
    var compared = compared("text int4 text", "a 1 x/b 2 y/c 3 z", "a 1 x/c 30 ∅/d 4 longer");
    assertThat(text(Table.of(compared, Room.ENDLESS)))
        .isEqualTo(
            """
              c0 | c1 | c2
            -----+----+--------
              a  |  1 | x
            - b  |  2 | y
              c  | 30*| ∅*
            + d  |  4 | longer
            """);
  }

  @Test
  void whatColumnsWentThroughStandsBelow() {
    var compared = compared("text int4", "a 1/b 2", "a 1/b 30");
    var statistics =
        Statistics.of(snapshot("text int4", "a 1/b 2")).and(compared, NOW.minusSeconds(4));
    assertThat(text(Table.of(compared, statistics, NOW, Room.ENDLESS)))
        .isEqualTo(
            """
                    c0 |      c1
            -----------+---------
                    a  |       1
                    b  |      30*
            -----------+---------
                min    |       1
                max    |      30
            changed    |  4s ago
            """);
  }

  @Test
  void rowsAndColumnsThatDoNotFitAreCounted() {
    var rows = IntStream.range(0, 20).mapToObj(i -> i + " aaaaaaaaaaaa bbbb").toList();
    var compared =
        compared(
            "int4 text text",
            String.join("/", rows),
            String.join("/", rows).replace("19 aa", "19 cc"));
    assertThat(text(Table.of(compared, new Room(24, 6))))
        .isEqualTo(
            """
              c0 | c1        | c2
            -----+-----------+------
               0 | aaaaaaaa… | bbbb
               1 | aaaaaaaa… | bbbb
               2 | aaaaaaaa… | bbbb
            … 17 more rows (1 marked)
            """);
    assertThat(text(Table.of(compared, new Room(16, 5))))
        .isEqualTo(
            """
              c0 | c1
            -----+----------
               0 | aaaaaaa…
               1 | aaaaaaa…
            … 18 more rows (1 marked), 1 more column
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # wanted      | columns | given
          3 4 5         |      20 | 3 4 5
          3 4 50        |      30 | 3 4 15
          3 40 50       |      50 | 3 19 19
          20 20 20      |      20 | 18
          20 20         |      21 | 8 8
          20            |       5 | 3
          0             |      10 | 1
          """)
  void theWidestColumnsGiveWay(String wanted, int columns, String given) {
    var natural = IntStream.of(numbers(wanted)).boxed().toList();
    assertThat(Table.fit(natural, columns))
        .isEqualTo(IntStream.of(numbers(given)).boxed().toList());
  }

  private static int[] numbers(String text) {
    return Stream.of(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void noFrameIsLargerThanItsScreen() {
    for (long seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      var room = new Room(1 + random.nextInt(60), 1 + random.nextInt(20));
      int width = 1 + random.nextInt(6);
      var types =
          String.join(" ", Collections.nCopies(width, random.nextBoolean() ? "int4" : "text"));
      var before = anyRows(random, width);
      var compared = compared(types, before, anyRows(random, width));
      var statistics = Statistics.of(snapshot(types, before)).and(compared, NOW);
      var progress =
          new Progress(
              2,
              Optional.of(new Run(NOW, Duration.ZERO, new Outcome.Rows(compared.snapshot()))),
              Optional.of(compared),
              statistics,
              Optional.of(NOW),
              true);
      var subject = new Frame.Subject("SELECT 1", Duration.ofSeconds(2), ZoneOffset.UTC);
      var lines =
          Frame.of(subject, new Frame.Moment(progress, Optional.empty(), NOW), room).lines();
      assertThat(lines).as("seed %d", seed).hasSizeLessThanOrEqualTo(room.lines());
      assertThat(lines).as("seed %d", seed).allMatch(line -> line.width() <= room.columns());
    }
  }

  private static String anyRows(Random random, int width) {
    return random
        .ints(random.nextInt(12), 0, 9)
        .mapToObj(
            _ ->
                IntStream.range(0, width)
                    .mapToObj(
                        _ ->
                            List.of("1", "22", "日本語日本語日本語", "x".repeat(1 + random.nextInt(30)), "∅")
                                .get(random.nextInt(5)))
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("/"));
  }
}
