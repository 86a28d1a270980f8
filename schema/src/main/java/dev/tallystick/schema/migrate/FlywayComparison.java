package dev.tallystick.schema.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The migrations of a folder beside what Flyway wrote down about a database.
final class FlywayComparison {
  private final Migrations migrations;
  private final FlywayHistory flyway;
  private final Map<Version, FlywayHistory.Row> applied;

  FlywayComparison(Migrations migrations, FlywayHistory flyway) {
    this.migrations = migrations;
    this.flyway = flyway;
    this.applied = flyway.applied();
  }

  /// Whether Flyway ran a migration, or took it for granted when it took the database over.
  boolean isApplied(Migration migration) {
    return applied.containsKey(migration.version()) || isTakenForGranted(migration.version());
  }

  private boolean isTakenForGranted(Version version) {
    return flyway.baseline().map(baseline -> version.compareTo(baseline) <= 0).orElse(false);
  }

  /// What keeps the folder from standing for what Flyway did, each a sentence.
  List<String> mismatches(Optional<Version> upTo) {
    var found = new ArrayList<String>();
    failures(found);
    applied.forEach((version, row) -> compare(found, version, row, upTo));
    gaps(found, upTo);
    return found;
  }

  private void failures(List<String> found) {
    for (var row : flyway.rows()) {
      if (row.isSuccess()) continue;
      found.add(
          "Flyway failed at %s: mend the database, and let Flyway repair its history first"
              .formatted(row.script()));
    }
  }

  private void compare(
      List<String> found, Version version, FlywayHistory.Row row, Optional<Version> upTo) {
    if (upTo.isPresent() && version.compareTo(upTo.get()) > 0) {
      found.add(
          "Flyway has applied %s (%s), which comes after --version %s"
              .formatted(version, row.description(), upTo.get()));
      return;
    }
    var migration = migrations.find(version);
    if (migration.isEmpty()) {
      // A database may be older than what is left of its folder.
      if (isTakenForGranted(version)) return;
      found.add(
          "Flyway has applied %s (%s), which is not in the folder"
              .formatted(version, row.script()));
      return;
    }
    compare(found, migration.get(), row);
  }

  private static void compare(List<String> found, Migration migration, FlywayHistory.Row row) {
    if (!migration.description().equals(row.description())) {
      found.add(
          "%s is called \"%s\" in Flyway's history".formatted(migration.file(), row.description()));
    }
    if (row.checksum().isPresent() && row.checksum().get() != migration.flywayChecksum()) {
      found.add(
          "%s was edited after Flyway applied it: its checksum is %d, and was %d"
              .formatted(migration.file(), migration.flywayChecksum(), row.checksum().get()));
    }
  }

  /// Migrations that Flyway has not, before one that it has or up to the version that was asked
  /// for.
  private void gaps(List<String> found, Optional<Version> upTo) {
    var all = migrations.all();
    int last = -1;
    for (int i = 0; i < all.size(); i++) {
      boolean isWanted = upTo.isPresent() && all.get(i).version().compareTo(upTo.get()) <= 0;
      if (isWanted || isApplied(all.get(i))) last = i;
    }
    for (var migration : all.subList(0, last + 1)) {
      if (!isApplied(migration)) {
        found.add(
            "%s is not in Flyway's history, and comes before one that is or was asked for"
                .formatted(migration.file()));
      }
    }
  }
}
