package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.plan.Hints;
import dev.tallystick.schema.plan.Planner;
import dev.tallystick.schema.plan.Planning;
import dev.tallystick.schema.plan.Step;
import java.util.List;
import java.util.TreeMap;

/// The SQL between what the live database should be and what it is. For reading: no copy proved it.
///
/// @param done what somebody did by hand, or something that comes to the same
/// @param revert what undoes it, to be run on the live database; it may destroy data
public record Ways(List<String> done, List<String> revert) {
  public static Ways of(Sides sides) {
    return new Ways(sql(sides.applied(), sides.live()), sql(sides.live(), sides.applied()));
  }

  private static List<String> sql(Catalogue from, Catalogue to) {
    var allowed = new TreeMap<String, String>();
    for (var key : from.objects().keySet()) allowed.put(key.toString(), "only shown");
    var none = Hints.none();
    var hints = new Hints(none.was(), none.labelWas(), none.backfill(), allowed);
    return switch (Planner.plan(from, to, hints)) {
      case Planning.Planned(var steps) -> steps.stream().map(Step::sql).toList();
      // What PostgreSQL cannot change has no SQL.
      case Planning.Refused _ -> List.of();
    };
  }
}
