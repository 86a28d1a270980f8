package dev.tallystick.cli.schema;

import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.plan.Hazard;
import dev.tallystick.schema.plan.Measured;
import dev.tallystick.schema.plan.Plan;
import dev.tallystick.schema.plan.Refusal;
import dev.tallystick.schema.plan.Step;
import dev.tallystick.schema.plan.TableSizes;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A plan, for people and for machines.
final class PlanView {
  private static final String INDENT = "       ";

  private final PrintWriter out;
  private final TableSizes sizes;

  PlanView(PrintWriter out, TableSizes sizes) {
    this.out = out;
    this.sizes = sizes;
  }

  void print(Plan plan) {
    switch (plan) {
      case Plan.UpToDate(var catalogue) -> {
        out.println(Terminal.good("Nothing to do.") + " The migrations end where the files stand.");
        warnUnmanaged(catalogue.unmanaged());
      }
      case Plan.Refused(var refusals) -> print(refusals);
      case Plan.Unproved unproved -> print(unproved);
      case Plan.Proved proved -> {
        var steps = proved.steps();
        out.println(
            "%s, proved on PostgreSQL %d:"
                .formatted(
                    Terminal.bold(steps.size() == 1 ? "1 step" : steps.size() + " steps"),
                    proved.after().serverMajor()));
        for (int i = 0; i < steps.size(); i++) print(i + 1, steps.get(i));
        warnUnmanaged(proved.after().unmanaged());
      }
    }
  }

  private void print(int number, Measured measured) {
    out.println();
    var lines = measured.step().sql().strip().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var start = i == 0 ? Terminal.bold("%4d".formatted(number)) + "   " : INDENT;
      out.println(start + lines.get(i) + (i == lines.size() - 1 ? ";" : ""));
    }
    for (var hazard : Hazard.of(measured, sizes)) {
      var text =
          switch (hazard.grade()) {
            case NONE -> Terminal.faint(hazard.text());
            case SHORT -> Terminal.caution(hazard.text());
            case LONG -> Terminal.bad(hazard.text());
          };
      out.println(INDENT + "- " + text);
    }
  }

  private void print(List<Refusal> refusals) {
    out.println(Terminal.bad("No plan:") + " somebody has to decide first.");
    for (var refusal : refusals) {
      out.println();
      out.println("  " + refusal.message());
    }
  }

  private void print(Plan.Unproved unproved) {
    out.println(Terminal.bad("No plan:") + " the steps do not lead to the files.");
    for (int i = 0; i < unproved.steps().size(); i++) print(i + 1, unproved.steps().get(i));
    out.println();
    if (!unproved.failed().isEmpty()) {
      out.println("PostgreSQL refused the next one:");
      out.println(unproved.failed().indent(2));
    } else {
      out.println("In the end these still differ:");
      unproved.rest().objects().keySet().forEach(key -> out.println("  " + key));
      unproved.rest().comments().keySet().forEach(key -> out.println("  comment on " + key));
      unproved.rest().grants().keySet().forEach(key -> out.println("  grants on " + key));
    }
    out.println(
        "Write this migration by hand: the files and tally schema check will tell when it is right.");
  }

  private void warnUnmanaged(List<String> unmanaged) {
    if (unmanaged.isEmpty()) return;
    out.println();
    out.println(
        Terminal.caution("Not planned")
            + ", because Tallystick does not manage it (write it into a migration by hand):");
    for (var each : unmanaged) out.println("  " + each);
  }

  /// @param more what else to say
  void printJson(Plan plan, Map<String, Object> more) {
    var shown = new LinkedHashMap<String, Object>();
    switch (plan) {
      case Plan.UpToDate _ -> shown.put("outcome", "up to date");
      case Plan.Refused(var refusals) -> {
        shown.put("outcome", "refused");
        shown.put(
            "refusals",
            refusals.stream()
                .map(r -> Map.of("object", r.key().toString(), "message", r.message()))
                .toList());
      }
      case Plan.Unproved unproved -> {
        shown.put("outcome", "unproved");
        shown.put("failed", unproved.failed());
        shown.put("steps", unproved.steps().stream().map(this::json).toList());
      }
      case Plan.Proved proved -> {
        shown.put("outcome", "proved");
        shown.put("steps", proved.steps().stream().map(this::json).toList());
      }
    }
    shown.putAll(more);
    out.println(Json.text(shown));
  }

  private Map<String, Object> json(Measured measured) {
    Step step = measured.step();
    var locks = new TreeMap<String, String>();
    measured.locks().forEach((table, mode) -> locks.put(table, mode.name().replace('_', ' ')));
    var shown = new LinkedHashMap<String, Object>();
    shown.put("action", step.action().name().toLowerCase(Locale.ROOT));
    shown.put("object", step.key().toString());
    shown.put("sql", step.sql());
    shown.put("locks", locks);
    shown.put("rewritten", measured.rewritten());
    shown.put("scanned", measured.scanned());
    shown.put(
        "hazards",
        Hazard.of(measured, sizes).stream()
            .map(h -> Map.of("grade", h.grade().name().toLowerCase(Locale.ROOT), "text", h.text()))
            .toList());
    return shown;
  }
}
