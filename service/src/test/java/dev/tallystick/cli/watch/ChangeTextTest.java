package dev.tallystick.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.changes.Cell;
import dev.tallystick.postgres.changes.Change;
import dev.tallystick.postgres.changes.Column;
import dev.tallystick.postgres.changes.FeedEvent;
import dev.tallystick.postgres.changes.TableName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// One change, one line, and nothing in it that a terminal would obey.
final class ChangeTextTest {
  private static final TableName USERS = new TableName("tally", "users");
  private static final Instant AT = Instant.parse("2026-11-27T10:00:00.123456Z");
  private static final ChangeText ENDLESS = new ChangeText(ZoneOffset.UTC, OptionalInt.empty());

  /// `id!=1 name=ada`: an exclamation mark names the key, `∅` is null and `?` is not known.
  private static dev.tallystick.postgres.changes.Row row(String text) {
    var columns = new ArrayList<Column>();
    var cells = new ArrayList<Cell>();
    for (var word : text.split(" ", -1)) {
      var parts = word.split("=", 2);
      columns.add(new Column(parts[0].replace("!", ""), parts[0].endsWith("!")));
      cells.add(
          switch (parts[1]) {
            case "∅" -> Cell.NULL;
            case "?" -> Cell.UNKNOWN;
            default -> new Cell.Text(parts[1]);
          });
    }
    return new dev.tallystick.postgres.changes.Row(columns, cells);
  }

  private static String updated(ChangeText text, String before, String after) {
    return text.line(new Change.Updated(USERS, AT, row(before), row(after)));
  }

  @Test
  void showsTheKeyFirstAndWhatIsNotNull() {
    assertThat(
            ENDLESS.line(new Change.Inserted(USERS, AT, row("name=ada id!=1 note=∅ status=new"))))
        .isEqualTo("10:00:00.123  +  tally.users  id=1  name=ada  status=new");
    assertThat(ENDLESS.line(new Change.Deleted(USERS, AT, row("id!=1 name=?"))))
        .isEqualTo("10:00:00.123  -  tally.users  id=1");
    assertThat(ENDLESS.line(new Change.Truncated(USERS, AT)))
        .isEqualTo("10:00:00.123  ×  tally.users  truncated");
  }

  @Test
  void showsWhatAnUpdateChanged() {
    assertThat(updated(ENDLESS, "id!=1 name=ada note=∅", "id!=1 name=bob note=x"))
        .endsWith("id=1  name: ada → bob  note: ∅ → x");
    assertThat(updated(ENDLESS, "id!=1 name=ada", "id!=2 name=ada")).endsWith("id=2  id: 1 → 2");
    assertThat(updated(ENDLESS, "id!=1 name=ada", "id!=1 name=ada"))
        .endsWith("id=1  (no value changed)");
    assertThat(updated(ENDLESS, "id!=1 name=? note=?", "id!=1 name=bob note=?"))
        .endsWith("id=1  (old values not known)  name=bob");
  }

  @Test
  void shortensLongValuesAndShowsWhatATerminalWouldObey() {
    assertThat(ENDLESS.line(new Change.Inserted(USERS, AT, row("id!=1 note=" + "x".repeat(100)))))
        .endsWith("note=" + "x".repeat(39) + "…");
    assertThat(ENDLESS.line(new Change.Inserted(USERS, AT, row("id!=1 note=\u001b[31mred\nx"))))
        .endsWith("note=\\x1B[31mred↵x");
  }

  @Test
  void takesNoMoreThanTheWidthOfATerminal() {
    var narrow = new ChangeText(ZoneOffset.UTC, OptionalInt.of(80));
    var wide = "a=%1$s b=%1$s c=%1$s d=%1$s".formatted("x".repeat(30));
    assertThat(narrow.line(new Change.Inserted(USERS, AT, row("id!=1 " + wide))))
        .hasSize(80)
        .endsWith("…");
    var key = "user!=0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d id!=0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8e";
    assertThat(updated(narrow, key + " n=1", key + " n=2"))
        .endsWith("user=0198c7a2…7c8d  id=0198c7a2…7c8e  n: 1 → 2");
  }

  @Test
  void saysWhatCameTooFast() {
    assertThat(ChangeText.line(new FeedEvent.Missed(1200, 30, 4, 0)))
        .isEqualTo(
            "… 1,234 changes came too fast to be shown:"
                + " 1,200 inserted, 30 updated, 4 deleted, 0 truncated");
  }

  @Test
  void keepsAnIdWholeThatIsTheOnlyKey() {
    var narrow = new ChangeText(ZoneOffset.UTC, OptionalInt.of(200));
    var id = "0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d";
    assertThat(narrow.line(new Change.Deleted(USERS, AT, row("id!=" + id + " by=" + id))))
        .endsWith("id=" + id + "  by=" + id);
  }
}
