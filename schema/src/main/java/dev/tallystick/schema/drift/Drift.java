package dev.tallystick.schema.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Everything that files, migrations and the live database do not agree on.
///
/// @param movements in the order of their subjects; empty if all agree
public record Drift(List<Movement> movements) {
  public Drift {
    movements = List.copyOf(movements);
  }

  /// Compares the sides. Pure.
  public static Drift between(Sides sides) {
    var subjects = new TreeSet<Subject>();
    subjects.addAll(Facet.subjects(sides.files()));
    subjects.addAll(Facet.subjects(sides.migrations()));
    subjects.addAll(Facet.subjects(sides.applied()));
    subjects.addAll(Facet.subjects(sides.live()));
    var movements = new ArrayList<Movement>();
    for (var subject : subjects) {
      var versions =
          new Movement.Versions(
              Facet.of(sides.files(), subject),
              Facet.of(sides.migrations(), subject),
              Facet.of(sides.applied(), subject),
              Facet.of(sides.live(), subject));
      movement(subject, versions).ifPresent(movements::add);
    }
    return new Drift(movements);
  }

  private static Optional<Movement> movement(Subject subject, Movement.Versions v) {
    boolean isGenerated = v.files().equals(v.migrations());
    boolean isInFiles = v.live().equals(v.files());
    if (v.live().equals(v.applied())) {
      // What only waits for `migrate` is no movement.
      if (isGenerated) return Optional.empty();
      return Optional.of(
          isInFiles ? new Movement.Migrations(subject, v) : new Movement.Files(subject, v));
    }
    if (isInFiles) {
      return Optional.of(
          isGenerated
              ? new Movement.Unrecorded(subject, v)
              : new Movement.FilesAndLive(subject, v));
    }
    return Optional.of(
        isGenerated ? new Movement.Live(subject, v) : new Movement.Apart(subject, v));
  }

  /// Whether the live database declares anything otherwise than the migrations it has.
  public boolean isLive() {
    return movements.stream().anyMatch(Movement::isLive);
  }

  /// Those of one kind.
  public <T extends Movement> List<T> of(Class<T> kind) {
    return movements.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
