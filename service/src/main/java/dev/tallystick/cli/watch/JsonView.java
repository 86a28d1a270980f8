package dev.tallystick.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.cli.Terminal;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs for programs: a JSON object a line.
final class JsonView implements View {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;

  JsonView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public boolean show(Progress progress) {
    progress.last().ifPresent(run -> out.println(text(run, progress)));
    return !Terminal.isUnread(out);
  }

  private static String text(Run run, Progress progress) {
    try {
      return JSON.writeValueAsString(json(run, progress));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are always JSON", e);
    }
  }

  private static Map<String, @Nullable Object> json(Run run, Progress progress) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("time", run.at().truncatedTo(ChronoUnit.MILLIS).toString());
    shown.put("millis", run.took().toMillis());
    switch (run.outcome()) {
      case Outcome.Rows(var snapshot) -> {
        put(shown, snapshot);
        progress.comparison().ifPresent(comparison -> put(shown, comparison));
      }
      case Outcome.Done(var command, var count) -> {
        shown.put("command", command);
        shown.put("count", count);
      }
      case Outcome.Refused(var refusal) -> shown.put("error", json(refusal));
      case Outcome.Lost(var message) -> shown.put("lost", message);
    }
    return shown;
  }

  private static void put(Map<String, @Nullable Object> shown, Snapshot snapshot) {
    shown.put("columns", snapshot.columns().stream().map(JsonView::json).toList());
    shown.put("rows", snapshot.rows().stream().map(Row::cells).toList());
    shown.put("more", snapshot.hasMore());
  }

  /// Rows and columns by their numbers, from 0.
  private static void put(Map<String, @Nullable Object> shown, Comparison comparison) {
    var added = new ArrayList<Integer>();
    var changed = new ArrayList<Map<String, Object>>();
    var gone = new ArrayList<List<@Nullable String>>();
    int number = 0;
    for (var change : comparison.rows()) {
      switch (change) {
        case RowChange.Same _ -> number++;
        case RowChange.New _ -> added.add(number++);
        case RowChange.Gone(var row) -> gone.add(row.cells());
        case RowChange.Changed(_, var before, var columns) ->
            changed.add(json(number++, columns, before.cells(columns)));
      }
    }
    shown.put("new", added);
    shown.put("changed", changed);
    shown.put("gone", gone);
  }

  private static Map<String, Object> json(Column column) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("name", column.name());
    shown.put("type", column.type());
    return shown;
  }

  private static Map<String, Object> json(
      int row, List<Integer> columns, List<@Nullable String> before) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("row", row);
    shown.put("columns", columns);
    shown.put("before", before);
    return shown;
  }

  private static Map<String, @Nullable Object> json(Refusal refusal) {
    var shown = new LinkedHashMap<String, @Nullable Object>();
    shown.put("sqlState", refusal.sqlState());
    shown.put("message", refusal.message());
    shown.put("detail", refusal.detail());
    shown.put("hint", refusal.hint());
    shown.put("position", refusal.position());
    return shown;
  }
}
