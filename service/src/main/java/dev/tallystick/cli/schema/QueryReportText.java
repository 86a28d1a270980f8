package dev.tallystick.cli.schema;

import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.queries.Query;
import dev.tallystick.schema.queries.QueryReport;
import dev.tallystick.schema.queries.QueryReport.Form;
import dev.tallystick.schema.queries.QueryReport.IndexUse;
import dev.tallystick.schema.queries.QueryReport.Outcome;
import dev.tallystick.schema.queries.QueryReport.Read;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A report on statements, for people: problems stand out, the summary comes last.
final class QueryReportText {
  private final QueryReport report;
  private final String sizes;
  private final boolean isTrial;
  private final PrintWriter out;

  /// @param sizes how large the tables are taken to be, in words
  /// @param isTrial whether only what changes is of interest
  QueryReportText(QueryReport report, String sizes, boolean isTrial, PrintWriter out) {
    this.report = report;
    this.sizes = sizes;
    this.isTrial = isTrial;
    this.out = out;
  }

  void print() {
    if (isTrial) {
      changes();
    } else {
      statements();
      if (report.hasSizes()) indexes();
    }
    refused();
    summary();
  }

  private void statements() {
    var file = "";
    for (var result : report.results()) {
      if (!file.equals(result.query().file())) {
        file = result.query().file();
        out.println(Terminal.bold(file));
      }
      switch (result.outcome()) {
        case Outcome.Refused _ -> line(result.query(), "", Terminal.bad("does not prepare"));
        case Outcome.OfSystem _ -> line(result.query(), "", Terminal.faint("system catalogue"));
        case Outcome.Planned(var forms) -> planned(result.query(), forms);
      }
    }
    out.println();
  }

  private void line(Query query, String cost, String what) {
    out.printf("%5d  %-60s %12s  %s%n", query.line(), query.words(), cost, what);
  }

  private void planned(Query query, List<Form> forms) {
    if (!report.hasSizes()) {
      line(query, "", Terminal.faint("prepares"));
    } else if (forms.size() == 1) {
      line(query, cost(forms.getFirst()), reads(query, forms.getFirst()));
    } else {
      line(query, "", Terminal.faint("each filter by itself:"));
      for (var form : forms) {
        out.printf("       %60s %12s  %s%n", form.given(), cost(form), reads(query, form));
      }
    }
  }

  private static String cost(Form form) {
    return "%,.2f".formatted(form.cost());
  }

  private static String reads(Query query, Form form) {
    if (form.reads().isEmpty()) return Terminal.faint("reads no table");
    return form.reads().stream()
        .map(read -> read(read, query.mayScan()))
        .collect(Collectors.joining(", "));
  }

  private static String read(Read read, boolean mayScan) {
    if (read.index().isPresent()) return read.index().get();
    if (!read.isLargeScan()) {
      return "Seq Scan on " + read.table() + (read.stopsEarly() ? ", which stops early" : "");
    }
    var scan = "Seq Scan on %s (%,d rows)".formatted(read.table(), read.rows());
    if (mayScan) return scan + ", on purpose";
    return Terminal.bad(scan + (read.isFiltered() ? ": no index serves it" : ": reads all of it"));
  }

  private void indexes() {
    int width = report.indexes().stream().mapToInt(use -> use.index().length()).max().orElse(0);
    out.println(Terminal.bold("Indexes"));
    for (var use : report.indexes()) {
      out.printf("  %-" + Math.max(width, 1) + "s  %s%n", use.index(), serves(use));
    }
    out.println();
    if (report.tablesNeverRead().isEmpty()) return;
    out.println(Terminal.bold("Tables never read"));
    for (var table : report.tablesNeverRead()) out.println("  " + table);
    out.println();
  }

  private static String serves(IndexUse use) {
    if (use.isIdle()) return Terminal.bad("serves nothing");
    var parts = new ArrayList<String>(use.constraint().stream().toList());
    for (var place : use.queries()) parts.add(place.substring(place.lastIndexOf('/') + 1));
    return String.join(", ", parts);
  }

  private void changes() {
    var place = "";
    for (var change : report.changes()) {
      var query = change.query();
      if (!place.equals(query.place()))
        out.println(Terminal.bold(query.place()) + "  " + query.words());
      place = query.place();
      var given = change.before().given().isEmpty() ? "" : change.before().given() + ": ";
      var costs = cost(change.before()) + " → " + cost(change.after());
      var isBetter = change.after().cost() < change.before().cost();
      out.println("  " + given + (isBetter ? Terminal.good(costs) : Terminal.bad(costs)));
      out.println("    before  " + reads(query, change.before()));
      out.println("    after   " + reads(query, change.after()));
    }
    for (var index : report.triedInVain()) out.println(Terminal.bad(index + ": no plan uses it"));
    out.println();
  }

  private void refused() {
    for (var result : report.refused()) {
      if (result.outcome() instanceof Outcome.Refused(var position, var message)) {
        out.println(Terminal.bad(result.query().file() + ":" + position) + ": " + message);
      }
    }
    if (isTrial) return;
    for (var place : report.code().builtAtRunTime()) {
      out.println(Terminal.faint(place + ": built at run time, so not checked"));
    }
    for (var unknown : report.unknownStatistics()) {
      out.println(Terminal.faint("statistics: " + unknown));
    }
  }

  private void summary() {
    var parts = new ArrayList<String>();
    int all = report.results().size();
    parts.add("%d statements".formatted(all));
    int refused = report.refused().size();
    parts.add(
        refused == 0 ? Terminal.good("all prepare") : Terminal.bad(refused + " do not prepare"));
    if (report.hasSizes()) {
      count(parts, report.unserved(), "read a large table whole");
      parts.add("%d indexes".formatted(report.indexes().size()));
      count(parts, report.idle(), "serve nothing");
    }
    int unread = report.code().builtAtRunTime().size();
    if (unread > 0) parts.add(unread + " built at run time");
    if (report.code().others() > 0)
      parts.add(report.code().others() + " without a plan (DDL, COPY …)");
    if (isTrial) parts.add(Terminal.bold(report.changes().size() + " plans change"));
    out.println(String.join(", ", parts));
    out.println(
        Terminal.faint(
            report.hasSizes()
                ? sizes
                : "index use is known on the embedded shadow only: leave --shadow out"));
  }

  private static void count(List<String> parts, List<?> found, String what) {
    if (!found.isEmpty()) parts.add(Terminal.bad(found.size() + " " + what));
  }
}
