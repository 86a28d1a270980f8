package dev.tallystick.cli.schema;

import dev.tallystick.schema.queries.Query;
import dev.tallystick.schema.queries.QueryReport;
import dev.tallystick.schema.queries.QueryReport.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/// A report on statements, for programs.
final class QueryReportJson {
  private QueryReportJson() {}

  static Map<String, Object> of(QueryReport report) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("hasSizes", report.hasSizes());
    shown.put("queries", report.results().stream().map(QueryReportJson::result).toList());
    shown.put("builtAtRunTime", report.code().builtAtRunTime());
    shown.put("withoutPlan", report.code().others());
    shown.put("indexes", report.indexes().stream().map(QueryReportJson::index).toList());
    shown.put("tablesNeverRead", report.tablesNeverRead());
    shown.put("unknownStatistics", report.unknownStatistics());
    shown.put("changes", report.changes().stream().map(QueryReportJson::change).toList());
    shown.put("triedInVain", report.triedInVain());
    return shown;
  }

  private static Map<String, Object> result(QueryReport.Result result) {
    var shown = place(result.query());
    switch (result.outcome()) {
      case Outcome.Refused(var position, var message) -> {
        shown.put("outcome", "refused");
        shown.put("line", position.line());
        shown.put("column", position.column());
        shown.put("message", message);
      }
      case Outcome.OfSystem _ -> shown.put("outcome", "system");
      case Outcome.Planned(var forms) -> {
        shown.put("outcome", "planned");
        shown.put("plans", forms.stream().map(QueryReportJson::form).toList());
      }
    }
    return shown;
  }

  private static Map<String, Object> place(Query query) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("file", query.file());
    shown.put("line", query.line());
    shown.put("sql", query.words());
    return shown;
  }

  private static Map<String, Object> form(QueryReport.Form form) {
    var shown = new LinkedHashMap<String, Object>();
    if (!form.given().isEmpty()) shown.put("given", form.given());
    shown.put("cost", form.cost());
    shown.put("reads", form.reads().stream().map(QueryReportJson::read).toList());
    return shown;
  }

  private static Map<String, Object> read(QueryReport.Read read) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("table", read.table());
    shown.put("rows", read.rows());
    read.index().ifPresent(index -> shown.put("index", index));
    if (read.isLargeScan()) shown.put("readsWhole", true);
    return shown;
  }

  private static Map<String, Object> index(QueryReport.IndexUse use) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("index", use.index());
    shown.put("table", use.table());
    use.constraint().ifPresent(constraint -> shown.put("constraint", constraint));
    shown.put("queries", use.queries());
    return shown;
  }

  private static Map<String, Object> change(QueryReport.Change change) {
    var shown = place(change.query());
    shown.put("before", form(change.before()));
    shown.put("after", form(change.after()));
    return shown;
  }
}
