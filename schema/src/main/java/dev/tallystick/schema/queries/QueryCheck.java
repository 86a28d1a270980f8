package dev.tallystick.schema.queries;

import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Holds the statements of a program against a schema.
///
/// @param files that declare the schema
/// @param sizes that its tables are taken to have
/// @param searchPath where names without a schema are looked for, as SQL takes it
public record QueryCheck(List<Script> files, Sizes sizes, String searchPath) {
  /// Costs this near are the same plan, seen twice.
  private static final double SAME_COST_WITHIN = 0.001;

  /// Plans every statement; then again with `tries`, DDL such as `CREATE INDEX …`, to see what they
  /// change.
  ///
  /// @throws dev.tallystick.schema.shadow.LoadFailure if the files or the tries do not load
  /// @throws StatisticsFailure if the sizes are none
  public QueryReport run(Shadow shadow, CodeQueries code, List<Script> tries) throws SQLException {
    var before = measure(shadow, code, List.of());
    var after = tries.isEmpty() ? before : measure(shadow, code, tries);
    return new QueryReport(
        code,
        before.results(),
        uses(before),
        neverRead(before),
        shadow.isOurs(),
        before.unknownStatistics(),
        changes(before, after),
        inVain(before, after));
  }

  private static List<String> inVain(Measured before, Measured after) {
    var known = before.relations().indexes().stream().map(Relations.Index::name).toList();
    return uses(after).stream()
        .filter(use -> use.queries().isEmpty() && !known.contains(use.index()))
        .map(QueryReport.IndexUse::index)
        .toList();
  }

  private record Measured(
      List<QueryReport.Result> results, Relations relations, List<String> unknownStatistics) {}

  private Measured measure(Shadow shadow, CodeQueries code, List<Script> tries)
      throws SQLException {
    var all = new ArrayList<>(files);
    all.addAll(tries);
    try (var declared = shadow.declare(all)) {
      var connection = declared.connection();
      var unknown = shadow.isOurs() ? new ShadowSizes(connection).apply(sizes) : List.<String>of();
      var relations = Relations.read(connection);
      var planner = new Planner(connection, searchPath);
      var results = new ArrayList<QueryReport.Result>();
      for (var query : code.queries()) {
        results.add(new QueryReport.Result(query, outcome(query, planner.plan(query), relations)));
      }
      return new Measured(List.copyOf(results), relations, unknown);
    }
  }

  private static QueryReport.Outcome outcome(
      Query query, Planner.Answer answer, Relations relations) {
    return switch (answer) {
      case Planner.Answer.Refused(var offset, var message) ->
          new QueryReport.Outcome.Refused(query.position(offset), message);
      case Planner.Answer.Planned(var forms) -> {
        var scans = forms.stream().flatMap(form -> form.plan().scans().stream()).toList();
        yield !scans.isEmpty() && scans.stream().allMatch(Plan.Scan::isOfSystem)
            ? new QueryReport.Outcome.OfSystem()
            : new QueryReport.Outcome.Planned(
                forms.stream().map(form -> form(form, relations)).toList());
      }
    };
  }

  private static QueryReport.Form form(Planner.FormPlan form, Relations relations) {
    var reads =
        form.plan().scans().stream()
            .filter(scan -> !scan.isOfSystem())
            .map(scan -> relations.read(form.plan(), scan))
            .distinct()
            .toList();
    return new QueryReport.Form(form.given(), form.plan().cost(), reads);
  }

  private static List<QueryReport.Form> forms(QueryReport.Result result) {
    return switch (result.outcome()) {
      case QueryReport.Outcome.Planned(var forms) -> forms;
      case QueryReport.Outcome.Refused _, QueryReport.Outcome.OfSystem _ -> List.of();
    };
  }

  private static List<QueryReport.IndexUse> uses(Measured measured) {
    var uses = new ArrayList<QueryReport.IndexUse>();
    for (var index : measured.relations().indexes()) {
      var places = new ArrayList<String>();
      for (var result : measured.results()) {
        var isUsed =
            forms(result).stream()
                .flatMap(form -> form.reads().stream())
                .anyMatch(read -> read.index().stream().anyMatch(index.name()::equals));
        if (isUsed) places.add(result.query().place());
      }
      uses.add(
          new QueryReport.IndexUse(
              index.name(), index.table(), index.constraint(), List.copyOf(places)));
    }
    return List.copyOf(uses);
  }

  private static List<String> neverRead(Measured measured) {
    var tables = new TreeSet<>(measured.relations().tableNames());
    for (var result : measured.results()) {
      for (var form : forms(result)) {
        for (var read : form.reads()) tables.remove(read.table());
      }
    }
    return List.copyOf(tables);
  }

  private static List<QueryReport.Change> changes(Measured before, Measured after) {
    var changes = new ArrayList<QueryReport.Change>();
    for (int i = 0; i < before.results().size(); i++) {
      var old = forms(before.results().get(i));
      var young = forms(after.results().get(i));
      for (int j = 0; j < Math.min(old.size(), young.size()); j++) {
        if (isSame(old.get(j), young.get(j))) continue;
        changes.add(
            new QueryReport.Change(before.results().get(i).query(), old.get(j), young.get(j)));
      }
    }
    return List.copyOf(changes);
  }

  private static boolean isSame(QueryReport.Form a, QueryReport.Form b) {
    return a.reads().equals(b.reads())
        && Math.abs(a.cost() - b.cost()) <= SAME_COST_WITHIN * Math.max(a.cost(), b.cost());
  }
}
