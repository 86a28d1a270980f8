package dev.tallystick.cli.watch;

import dev.tallystick.cli.Durations;
import dev.tallystick.cli.watch.Line.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A comparison as a table of text, as psql prints one. In front of a row stands `+` if it is new
/// and `-` if it is gone, behind a cell `*` if it changed; what is known of whole columns stands
/// below.
final class Table {
  /// Cells are not wider than this, on screens of any width.
  static final int CELL_WIDTH_MAX = 1_000;

  /// Narrower than this no cell is made; columns are left out instead.
  private static final int CELL_WIDTH_MIN = 8;

  private static final int HEAD_LINES = 2;

  /// A table with fewer rows than this is of no use, with or without what stands below.
  private static final int ROWS_MIN = 3;

  private static final String CHANGED = "changed";

  /// So wide that an age does not make its column wider every minute.
  private static final int AGE_WIDTH_MIN = "59s ago".length();

  private final Comparison comparison;
  private final List<Footer> footers;
  private final int gutter;
  private final Room room;

  /// A line below the table: a text for each column.
  private record Footer(String label, List<String> cells) {
    boolean isEmpty() {
      return cells.stream().allMatch(String::isEmpty);
    }
  }

  private Table(Comparison comparison, List<Footer> footers, int gutter, Room room) {
    this.comparison = comparison;
    this.footers = footers;
    this.gutter = gutter;
    this.room = room;
  }

  /// The table alone.
  static List<Line> of(Comparison comparison, Room room) {
    return new Table(comparison, List.of(), 1, room).lines();
  }

  /// The table, and below it what each column went through until `now`.
  static List<Line> of(Comparison comparison, Statistics statistics, Instant now, Room room) {
    var footers =
        List.of(
            footer("min", statistics, column -> column.min().map(Statistics.Extreme::text)),
            footer("max", statistics, column -> column.max().map(Statistics.Extreme::text)),
            footer(CHANGED, statistics, column -> column.changedAt().map(at -> age(at, now))));
    var told = footers.stream().filter(footer -> !footer.isEmpty()).toList();
    return new Table(comparison, told, CHANGED.length(), room).lines();
  }

  private static Footer footer(
      String label, Statistics statistics, Function<Statistics.OfColumn, Optional<String>> text) {
    return new Footer(
        label, statistics.columns().stream().map(column -> text.apply(column).orElse("")).toList());
  }

  private static String age(Instant at, Instant now) {
    return Durations.age(Duration.between(at, now)) + " ago";
  }

  private List<Line> lines() {
    var columns = comparison.snapshot().columns();
    if (columns.isEmpty()) return List.of();
    var rows = comparison.rows();
    int footerLines = footers.isEmpty() ? 0 : footers.size() + 1;
    int left = room.lines() - HEAD_LINES;
    var below = left - footerLines < Math.min(rows.size(), ROWS_MIN) ? List.<Footer>of() : footers;
    if (!below.isEmpty()) left -= footerLines;
    var widths =
        fit(
            natural(rows.subList(0, Math.clamp(left, 0, rows.size())), below),
            room.columns() - gutter);
    int dropped = columns.size() - widths.size();
    boolean hasNote = rows.size() > left || dropped > 0;
    int shown = Math.clamp(hasNote ? left - 1L : left, 0, rows.size());
    var lines = new ArrayList<Line>();
    lines.add(head(widths));
    lines.add(rule(widths));
    for (var change : rows.subList(0, shown)) lines.add(row(change, widths));
    if (hasNote) lines.add(note(rows.subList(shown, rows.size()), dropped));
    if (!below.isEmpty()) lines.add(rule(widths));
    for (var footer : below) lines.add(footer(footer, widths));
    return lines;
  }

  /// How wide each column would like to be.
  private List<Integer> natural(List<RowChange> shown, List<Footer> below) {
    var natural = new ArrayList<Integer>();
    for (int i = 0; i < comparison.snapshot().columns().size(); i++) {
      int width = CellText.width(name(i));
      for (var change : shown) width = Math.max(width, CellText.width(cell(change.row(), i)));
      for (var footer : below) {
        var text = footer.cells().get(i);
        boolean isAge = footer.label().equals(CHANGED) && !text.isEmpty();
        width = Math.max(width, Math.max(CellText.width(text), isAge ? AGE_WIDTH_MIN : 0));
      }
      natural.add(Math.min(width, CELL_WIDTH_MAX));
    }
    return natural;
  }

  /// The widest cells are cut first; where that is not enough, columns are left out from the right.
  static List<Integer> fit(List<Integer> natural, int available) {
    for (int count = natural.size(); count > 1; count--) {
      var kept = natural.subList(0, count);
      // A blank before and a mark behind each cell, and a line between two.
      int forCells = available - (3 * count - 1);
      if (total(kept, CELL_WIDTH_MIN) > forCells) continue;
      int limit = Collections.max(kept);
      while (total(kept, limit) > forCells) limit--;
      int most = limit;
      return kept.stream().map(width -> Math.min(width, most)).toList();
    }
    return List.of(Math.clamp(available - 2L, 1, Math.max(1, natural.getFirst())));
  }

  private static int total(List<Integer> widths, int limit) {
    return widths.stream().mapToInt(width -> Math.min(width, limit)).sum();
  }

  private String name(int column) {
    return CellText.of(comparison.snapshot().columns().get(column).name(), CELL_WIDTH_MAX);
  }

  private static String cell(Row row, int column) {
    return CellText.of(row.cells().get(column), CELL_WIDTH_MAX);
  }

  private Line head(List<Integer> widths) {
    var spans = new ArrayList<Span>();
    spans.add(plain(" ".repeat(gutter)));
    for (int i = 0; i < widths.size(); i++) {
      add(spans, i, name(i), widths.get(i), Style.BOLD, "");
    }
    return new Line(spans);
  }

  private Line rule(List<Integer> widths) {
    var text = new StringBuilder("-".repeat(gutter));
    for (int i = 0; i < widths.size(); i++) {
      text.append(i == 0 ? "" : "+").append("-".repeat(widths.get(i) + 2));
    }
    return Line.of(text.toString(), Style.FAINT);
  }

  private Line row(RowChange change, List<Integer> widths) {
    var spans = new ArrayList<Span>();
    var mark =
        switch (change) {
          case RowChange.Same _, RowChange.Changed _ -> " ";
          case RowChange.New _ -> "+";
          case RowChange.Gone _ -> "-";
        };
    var style =
        switch (change) {
          case RowChange.Same _, RowChange.Changed _ -> Style.PLAIN;
          case RowChange.New _ -> Style.NEW;
          case RowChange.Gone _ -> Style.GONE;
        };
    spans.add(new Span(" ".repeat(gutter - 1) + mark, style));
    var changed =
        change instanceof RowChange.Changed(_, _, var columns) ? columns : List.<Integer>of();
    for (int i = 0; i < widths.size(); i++) {
      if (changed.contains(i)) {
        add(spans, i, cell(change.row(), i), widths.get(i), Style.CHANGED, "*");
      } else {
        var own = change.row().cells().get(i) == null ? Style.FAINT : style;
        add(spans, i, cell(change.row(), i), widths.get(i), own, "");
      }
    }
    return new Line(spans);
  }

  private Line footer(Footer footer, List<Integer> widths) {
    var spans = new ArrayList<Span>();
    spans.add(new Span(" ".repeat(gutter - footer.label().length()) + footer.label(), Style.FAINT));
    for (int i = 0; i < widths.size(); i++) {
      add(spans, i, footer.cells().get(i), widths.get(i), Style.FAINT, "");
    }
    return new Line(spans);
  }

  private static Line note(List<RowChange> hidden, int dropped) {
    var parts = new ArrayList<String>();
    if (!hidden.isEmpty()) {
      long marked = hidden.stream().filter(row -> !(row instanceof RowChange.Same)).count();
      var rows = "%d more %s".formatted(hidden.size(), hidden.size() == 1 ? "row" : "rows");
      parts.add(marked == 0 ? rows : rows + " (%d marked)".formatted(marked));
    }
    if (dropped > 0)
      parts.add("%d more %s".formatted(dropped, dropped == 1 ? "column" : "columns"));
    return Line.of("… " + String.join(", ", parts), Style.FAINT);
  }

  /// A cell, with the line before it and the mark behind it.
  private void add(List<Span> spans, int column, String text, int width, Style style, String mark) {
    if (column > 0) spans.add(new Span("|", Style.FAINT));
    var fitting = CellText.shortened(text, width);
    var pad = " ".repeat(Math.max(0, width - CellText.width(fitting)));
    var noMark = mark.isEmpty() ? " " : "";
    boolean isRight = comparison.snapshot().columns().get(column).isNumber();
    // The style covers the text only: a struck blank would look like a value.
    spans.add(plain(isRight ? " " + pad : " "));
    spans.add(new Span(fitting + mark, style));
    spans.add(plain(isRight ? noMark : noMark + pad));
  }

  private static Span plain(String text) {
    return new Span(text, Style.PLAIN);
  }
}
