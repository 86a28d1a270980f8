package dev.tallystick.schema.plan;

import dev.tallystick.schema.plan.Step.Timing;
import java.util.List;
import java.util.Map;

/// A proved plan as a migration: a script with what was measured beside each statement.
public final class MigrationText {
  private MigrationText() {}

  /// The text of a migration.
  ///
  /// @param title its name, without the number
  public static String of(String title, Plan.Proved plan, TableSizes sizes) {
    var text = new StringBuilder();
    var steps = plan.steps();
    text.append("-- %s\n".formatted(title.replace('_', ' ')));
    text.append(
        "-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL %d.\n"
            .formatted(plan.after().serverMajor()));
    allowances(text, plan.allowed());
    for (int i = 0; i < steps.size(); i++) {
      var measured = steps.get(i);
      text.append('\n');
      for (var hazard : Hazard.of(measured, sizes)) text.append("-- " + hazard.text() + "\n");
      text.append(measured.step().sql().strip()).append(";\n");
      if (endsTransaction(steps, i)) text.append("-- tally: commit\n");
    }
    return text.toString();
  }

  private static void allowances(StringBuilder text, Map<String, String> allowed) {
    allowed.forEach(
        (object, reason) ->
            text.append("-- Allowed to be destroyed: %s, because: %s\n".formatted(object, reason)));
  }

  /// A statement that stands alone needs no mark: the runner knows it.
  private static boolean endsTransaction(List<Measured> steps, int at) {
    var isLast = at == steps.size() - 1;
    return !isLast
        && steps.get(at).step().timing() == Timing.LAST
        && steps.get(at + 1).step().timing() != Timing.ALONE;
  }
}
