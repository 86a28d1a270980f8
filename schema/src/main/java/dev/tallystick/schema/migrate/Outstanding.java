package dev.tallystick.schema.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A migration that a database lacks, whole or in part.
///
/// @param partsDone how many of its parts the database has
/// @param isInterrupted whether it was begun: then its next part may have been run, too
public record Outstanding(Migration migration, int partsDone, boolean isInterrupted) {

  /// The parts to run.
  public List<Part> parts() {
    return migration.parts().subList(partsDone, migration.parts().size());
  }

  /// What of `migrations` a database with this history lacks.
  ///
  /// @throws MigrationRefused if it has a migration that is not there, that was edited after it was
  ///   applied, or that comes behind one it lacks
  static List<Outstanding> of(Migrations migrations, List<HistoryRow> history) {
    var applied = history.stream().collect(Collectors.toMap(HistoryRow::version, row -> row));
    checkKnown(migrations, history);
    var outstanding = new ArrayList<Outstanding>();
    for (var migration : migrations.all()) {
      var row = applied.get(migration.version());
      if (row == null) {
        outstanding.add(new Outstanding(migration, 0, false));
        continue;
      }
      if (!outstanding.isEmpty()) throw outOfOrder(outstanding.getFirst().migration(), migration);
      if (row.finishedAt().isEmpty()) {
        checkDoneParts(migration, row);
        outstanding.add(new Outstanding(migration, row.partsDone(), true));
      } else if (!row.checksum().equals(migration.checksum())) {
        throw new MigrationRefused(
            "migration %s was edited after it was applied here: restore it, and put the change into a new one"
                .formatted(migration.label()));
      }
    }
    return List.copyOf(outstanding);
  }

  private static void checkKnown(Migrations migrations, List<HistoryRow> history) {
    var unknown = history.stream().filter(row -> migrations.find(row.version()).isEmpty()).toList();
    if (unknown.isEmpty()) return;
    var newest = unknown.getLast().version();
    if (migrations.all().isEmpty() || newest.compareTo(migrations.all().getLast().version()) > 0) {
      throw new MigrationRefused(
          "the database has migration %s, and here they end at %s: start the newer program, or use the newer folder"
              .formatted(
                  newest,
                  migrations.all().isEmpty() ? "none" : migrations.all().getLast().version()));
    }
    throw new MigrationRefused(
        "the database has migration %s (%s), which is not in the folder: restore its file"
            .formatted(newest, unknown.getLast().name()));
  }

  private static MigrationRefused outOfOrder(Migration lacking, Migration applied) {
    return new MigrationRefused(
        "%s was not applied here, but %s was, which comes after it: give it a later version"
            .formatted(lacking.file(), applied.file()));
  }

  private static void checkDoneParts(Migration migration, HistoryRow row) {
    boolean isSame =
        row.partsDone() <= migration.parts().size()
            && row.doneChecksum()
                .map(migration.checksumOfFirst(row.partsDone())::equals)
                // Nothing is done, so nothing can have changed.
                .orElse(row.partsDone() == 0);
    if (!isSame) {
      throw new MigrationRefused(
          "migration %s is applied up to part %d, and these parts were edited since: restore them; what comes after may be edited"
              .formatted(migration.label(), row.partsDone()));
    }
  }
}
