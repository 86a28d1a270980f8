package dev.tallystick.cli.watch;

import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.changes.Cell;
import dev.tallystick.postgres.changes.Change;
import dev.tallystick.postgres.changes.FeedEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Changes as lines for people.
///
/// @param width how wide a line may be; empty where nobody minds
record ChangeText(ZoneId zone, OptionalInt width) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int VALUE_COLUMNS_MAX = 40;
  private static final Pattern UUID =
      Pattern.compile("(\\p{XDigit}{8})-[-\\p{XDigit}]{23}(\\p{XDigit}{4})");
  private static final String GAP = "  ";

  /// One line: when, what, where; the row's key, and what it is, was or became.
  String line(Change change) {
    var time = TIME.format(change.at().atZone(zone));
    var table = CellText.visible(change.table().toString());
    var what = String.join(GAP, what(change));
    if (width.isPresent()) {
      int left = width.getAsInt() - CellText.width(time + GAP + "+" + GAP + table + GAP);
      what = CellText.shortened(what, Math.max(VALUE_COLUMNS_MAX, left));
    }
    return Terminal.faint(time) + GAP + mark(change) + GAP + Terminal.bold(table) + GAP + what;
  }

  private static String mark(Change change) {
    return switch (change) {
      case Change.Inserted _ -> Terminal.good("+");
      case Change.Updated _ -> Terminal.caution("~");
      case Change.Deleted _ -> Terminal.bad("-");
      case Change.Truncated _ -> Terminal.bad("×");
    };
  }

  private List<String> what(Change change) {
    return switch (change) {
      case Change.Inserted(var _, var _, var row) -> values(row);
      case Change.Updated update -> {
        var what = key(update.after());
        what.addAll(update.isBeforeKnown() ? changes(update) : guesses(update));
        yield what;
      }
      case Change.Deleted(var _, var _, var row) -> values(row);
      case Change.Truncated _ -> List.of("truncated");
    };
  }

  private List<String> key(dev.tallystick.postgres.changes.Row row) {
    var key = named(row, IntStream.range(0, row.cells().size()).filter(i -> isKey(row, i)));
    // Two of them would leave no room for what changed.
    if (width.isPresent() && key.size() > 1) {
      key.replaceAll(value -> UUID.matcher(value).replaceFirst("$1…$2"));
    }
    return key;
  }

  private static boolean isKey(dev.tallystick.postgres.changes.Row row, int column) {
    return row.columns().get(column).isKey();
  }

  /// The key first, then all that is known and not null.
  private List<String> values(dev.tallystick.postgres.changes.Row row) {
    var values = key(row);
    values.addAll(others(row));
    return values;
  }

  private static List<String> others(dev.tallystick.postgres.changes.Row row) {
    return named(
        row,
        IntStream.range(0, row.cells().size())
            .filter(i -> !isKey(row, i) && row.cells().get(i) instanceof Cell.Text));
  }

  private static List<String> named(dev.tallystick.postgres.changes.Row row, IntStream columns) {
    return columns
        .mapToObj(i -> name(row, i) + "=" + text(row.cells().get(i)))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String name(dev.tallystick.postgres.changes.Row row, int column) {
    return CellText.visible(row.columns().get(column).name());
  }

  private static List<String> changes(Change.Updated update) {
    if (update.changed().isEmpty()) return List.of("(no value changed)");
    return update.changed().stream()
        .map(
            i ->
                "%s: %s → %s"
                    .formatted(
                        name(update.after(), i),
                        text(update.before().cells().get(i)),
                        text(update.after().cells().get(i))))
        .toList();
  }

  /// The row was not seen before, so what changed is not known.
  private static List<String> guesses(Change.Updated update) {
    var now = new ArrayList<>(List.of("(old values not known)"));
    now.addAll(others(update.after()));
    return now;
  }

  private static String text(Cell cell) {
    return switch (cell) {
      case Cell.Text(var text) -> CellText.of(text, VALUE_COLUMNS_MAX);
      case Cell.Null() -> CellText.NULL;
      case Cell.Unknown() -> "?";
    };
  }

  /// What stands in the place of changes that came too fast.
  static String line(FeedEvent.Missed missed) {
    return Terminal.caution(
        "… %,d changes came too fast to be shown: %,d inserted, %,d updated, %,d deleted, %,d truncated"
            .formatted(
                missed.total(),
                missed.inserted(),
                missed.updated(),
                missed.deleted(),
                missed.truncated()));
  }
}
