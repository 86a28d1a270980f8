package dev.tallystick.schema.plan;

import java.util.ArrayList;
import java.util.List;

/// What a step does to those who use the database, in words.
///
/// @param grade how much somebody notices
public record Hazard(Grade grade, String text) {
  /// How much somebody notices.
  public enum Grade {
    /// Nobody waits who reads or writes.
    NONE,
    /// Others wait for a moment, once the lock is there.
    SHORT,
    /// Others wait for as long as a table is large, or work goes on for that long.
    LONG
  }

  /// The hazards of a measured step, the worst first.
  public static List<Hazard> of(Measured measured, TableSizes sizes) {
    var hazards = new ArrayList<Hazard>();
    for (var table : measured.rewritten()) {
      hazards.add(new Hazard(Grade.LONG, "writes %s anew%s".formatted(table, size(table, sizes))));
    }
    for (var table : measured.scanned()) {
      hazards.add(new Hazard(Grade.LONG, "reads all of %s%s".formatted(table, size(table, sizes))));
    }
    measured
        .locks()
        .forEach(
            (table, mode) -> {
              var blocks = mode != LockMode.SHARE_UPDATE_EXCLUSIVE;
              var grade = !blocks ? Grade.NONE : measured.isSlow() ? Grade.LONG : Grade.SHORT;
              var howLong =
                  !blocks ? "" : measured.isSlow() ? ", for all that time" : ", for a moment";
              hazards.add(
                  new Hazard(
                      grade,
                      "locks %s (%s): %s%s"
                          .formatted(
                              table, mode.name().replace('_', ' '), mode.effect(), howLong)));
            });
    measured.step().note().ifPresent(note -> hazards.add(new Hazard(Grade.LONG, note)));
    return hazards;
  }

  private static String size(String table, TableSizes sizes) {
    return sizes.of(table).map(size -> " (" + size + ")").orElse("");
  }
}
