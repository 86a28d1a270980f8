package dev.tallystick.cli.watch;

import static dev.tallystick.cli.watch.TestingSnapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

/// Frames on a terminal, one drawn over the other.
final class FrameTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Room ROOM = new Room(60, 14);
  private static final Frame.Subject SUBJECT =
      new Frame.Subject(
          "SELECT state,\n       count(*)\n  FROM jobs", Duration.ofSeconds(2), ZoneOffset.UTC);

  private final TestingScreen screen = new TestingScreen(ROOM);

  private static Progress progress(Outcome... outcomes) {
    var progress = Progress.NONE;
    for (int i = 0; i < outcomes.length; i++) {
      var run = new Run(NOON.plusSeconds(2L * i), Duration.ofMillis(3), outcomes[i]);
      progress = progress.and(run, List.of());
    }
    return progress;
  }

  private static Outcome rows(String rows) {
    return new Outcome.Rows(snapshot("text int8", rows));
  }

  private void draw(Progress progress, Instant now, boolean isColoured) {
    var moment = new Frame.Moment(progress, Optional.empty(), now);
    screen.write(new Painter(isColoured).frame(Frame.of(SUBJECT, moment, ROOM).lines(), ROOM));
  }

  @Test
  void aFrameIsDrawnInPlaceOfTheOneBefore() {
    draw(progress(rows("a 1/b 2/longer-name 3")), NOON, true);
    draw(progress(rows("a 1/b 2/longer-name 3"), rows("a 1/c 5/b 20")), NOON.plusSeconds(6), true);
    assertThat(screen.text())
        .isEqualTo(
            """
            SELECT state, count(*) FROM jobs
            every 2s · run 2 at 12:00:02 took 3 ms · 3 rows · changed 4…

                    c0          |      c1
            --------------------+---------
                    a           |       1
                  + c           |       5
                    b           |      20*
                  - longer-name |       3
            --------------------+---------
                min             |       1
                max             |      20
            changed             |  4s ago""");
  }

  @Test
  void whatChangedIsMarkedInColour() {
    draw(progress(rows("a 1/b 2"), rows("a 1/b 20/c 3")), NOON, true);
    assertThat(
            screen.drawn(
                cell -> ScreenTerminal.cellBold(cell) && ScreenTerminal.cellHasForeground(cell)))
        .containsExactly("20*");
    assertThat(
            screen.drawn(
                cell -> ScreenTerminal.cellHasForeground(cell) && !ScreenTerminal.cellBold(cell)))
        .containsExactly("      +", "c", "3");
    assertThat(screen.drawn(ScreenTerminal::cellDim)).contains("changed");
  }

  @Test
  void withoutColourTheMarksAreLeft() {
    draw(progress(rows("a 1/b 2"), rows("a 1/b 20")), NOON, false);
    assertThat(screen.written()).doesNotContain("m\u001b", "[0m", "[1m");
    assertThat(screen.text()).contains("20*");
    assertThat(screen.drawn(ScreenTerminal::cellHasForeground)).isEmpty();
  }

  @Test
  void aRefusalStandsAboveTheLastResult() {
    var refusal = new Refusal("42703", "column \"x\" does not exist", null, "look", 8);
    draw(progress(rows("a 1"), new Outcome.Refused(refusal)), NOON, true);
    assertThat(screen.lines())
        .contains(
            "refused: column \"x\" does not exist",
            "line 1: SELECT state,",
            "               ^",
            "hint: look",
            "        a  |  1");
    assertThat(screen.drawn(ScreenTerminal::cellHasForeground))
        .anyMatch(text -> text.contains("refused"));
    draw(progress(rows("a 1"), rows("a 1")), NOON, true);
    assertThat(screen.text()).doesNotContain("refused", "hint");
  }

  @Test
  void aValueCannotPaintTheScreen() {
    var evil = "\u001b[2J\u001b[1;1Hgone\u0007\u009b31m\u202e";
    var row = new Row(List.of(evil, "1"));
    var columns = List.of(new Column("\u001b[2Jname", "text"), new Column("n", "int4"));
    draw(progress(new Outcome.Rows(new Snapshot(columns, List.of(row), false))), NOON, true);
    assertThat(screen.lines().getFirst()).isEqualTo("SELECT state, count(*) FROM jobs");
    assertThat(screen.text()).contains("\\x1B[2J\\x1B[1;1Hgone\\x07\\x9B31m\\u202E");
    assertThat(screen.written()).doesNotContain("\u0007", "\u009b", "\u202e", "\u001b[2J");
  }

  @Test
  void columnsStandInLineBehindWideCharacters() {
    draw(progress(rows("日本語 1/👩‍👩‍👧 2/e\u0301 3/plain 4")), NOON, true);
    // On a terminal that draws each part of the family by itself, and on one that does not.
    assertThat(screen.written()).contains("👩‍👩‍👧\u001b[");
    assertThat(screen.lines().get(5)).isEqualTo("        日本語 |  1");
    assertThat(screen.lines().get(8)).isEqualTo("        plain  |  4");
  }

  @Test
  void whatRunsForLongIsSaid() {
    var moment = new Frame.Moment(Progress.NONE, Optional.of(NOON), NOON.plusSeconds(7));
    var lines = Frame.of(SUBJECT, moment, ROOM).lines();
    assertThat(lines.get(1).text()).isEqualTo("every 2s · running for 7s");
  }
}
