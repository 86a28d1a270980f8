package dev.tallystick.cli.schema;

import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.migrate.Outstanding;
import dev.tallystick.schema.migrate.Part;
import dev.tallystick.schema.sql.Position;
import dev.tallystick.schema.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `migrate` would run.
final class DryRun {
  private static final int STATEMENT_WIDTH_MAX = 84;

  private DryRun() {}

  /// For people: each statement in a line.
  static List<String> lines(List<Outstanding> outstanding) {
    if (outstanding.isEmpty()) return List.of("nothing to apply");
    var lines = new ArrayList<String>();
    for (var each : outstanding) {
      lines.add(Terminal.bold(each.migration().file()));
      int count = each.migration().parts().size();
      int number = each.partsDone();
      for (var part : each.parts()) {
        number++;
        lines.add("  part %d of %d  %s".formatted(number, count, kind(part)));
        for (var statement : part.statements()) lines.add(line(each, statement));
      }
    }
    lines.add(Terminal.faint("nothing was run"));
    return lines;
  }

  private static String kind(Part part) {
    return switch (part) {
      case Part.Transaction _ -> "in a transaction";
      case Part.Alone _ -> "outside a transaction";
    };
  }

  private static String line(Outstanding outstanding, Statement statement) {
    var sql = statement.text().replaceAll("\\s+", " ");
    if (sql.length() > STATEMENT_WIDTH_MAX) {
      sql = sql.substring(0, STATEMENT_WIDTH_MAX - 1) + "…";
    }
    return "    %7s  %s".formatted(position(outstanding, statement), sql);
  }

  private static Position position(Outstanding outstanding, Statement statement) {
    return outstanding.migration().script().position(statement.start());
  }

  /// For programs: each statement whole.
  static Map<String, Object> json(Outstanding outstanding) {
    var shown = Json.of(outstanding.migration());
    shown.put("partsDone", outstanding.partsDone());
    shown.put("parts", outstanding.parts().stream().map(part -> json(outstanding, part)).toList());
    return shown;
  }

  private static Map<String, Object> json(Outstanding outstanding, Part part) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("transaction", part instanceof Part.Transaction);
    shown.put(
        "statements",
        part.statements().stream().map(statement -> json(outstanding, statement)).toList());
    return shown;
  }

  private static Map<String, Object> json(Outstanding outstanding, Statement statement) {
    var position = position(outstanding, statement);
    var shown = new LinkedHashMap<String, Object>();
    shown.put("line", position.line());
    shown.put("column", position.column());
    shown.put("sql", statement.text());
    return shown;
  }
}
