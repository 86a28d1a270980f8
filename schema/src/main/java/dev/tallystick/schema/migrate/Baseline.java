package dev.tallystick.schema.migrate;

import dev.tallystick.postgres.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Taking over a database that somebody else brought to where it is: migrations are recorded as
/// applied without being run.
///
/// That the database really stands where they lead is not looked at here: the caller proves it
/// between [#plan] and [#record].
public final class Baseline {
  private final Database database;
  private final Migrations migrations;
  private final History history;

  /// @param historySchema the PostgreSQL schema that will hold `schema_migrations`
  /// @throws IllegalArgumentException if `historySchema` is not a plain lower-case identifier
  public Baseline(Database database, Migrations migrations, String historySchema) {
    this.database = database;
    this.migrations = migrations;
    this.history = new History(historySchema);
  }

  /// What would be recorded.
  ///
  /// @param recorded in order
  /// @param left for `migrate` to run
  /// @param mismatches why the database cannot be taken over, each a sentence; empty if it can
  /// @param flywayTable the history of Flyway's that this follows, if there is one
  public record Plan(
      List<Migration> recorded,
      List<Migration> left,
      List<String> mismatches,
      Optional<String> flywayTable) {
    public Plan {
      recorded = List.copyOf(recorded);
      left = List.copyOf(left);
      mismatches = List.copyOf(mismatches);
    }
  }

  /// Looks at the database and writes nothing.
  ///
  /// @param upTo the last version to record; without it, what Flyway has applied, or all
  /// @param flywayTable the name of Flyway's history; without it, the one of Flyway's usual name
  /// @throws MigrationRefused if the database or Flyway's history cannot be read
  public Plan plan(Optional<Version> upTo, Optional<String> flywayTable) {
    try (var connection = database.connection()) {
      var flyway = FlywayHistory.read(connection, flywayTable);
      return plan(migrations, history.read(connection), flyway, upTo);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static MigrationRefused refused(SQLException e) {
    return new MigrationRefused("cannot take over: " + Complaint.of(e).describe(), e);
  }

  static Plan plan(
      Migrations migrations,
      List<HistoryRow> history,
      Optional<FlywayHistory> flyway,
      Optional<Version> upTo) {
    var mismatches = new ArrayList<String>();
    if (!history.isEmpty()) {
      mismatches.add(
          "the database has a history of %d migrations already, up to %s; run migrate"
              .formatted(history.size(), history.getLast().version()));
    }
    upTo.filter(version -> migrations.find(version).isEmpty())
        .ifPresent(version -> mismatches.add("there is no migration " + version));
    var comparison = flyway.map(found -> new FlywayComparison(migrations, found));
    comparison.ifPresent(found -> mismatches.addAll(found.mismatches(upTo)));
    var recorded = new ArrayList<Migration>();
    var left = new ArrayList<Migration>();
    for (var migration : migrations.all()) {
      boolean isBehind = upTo.isPresent() && migration.version().compareTo(upTo.get()) > 0;
      boolean isApplied = comparison.map(found -> found.isApplied(migration)).orElse(true);
      if (isApplied && !isBehind) recorded.add(migration);
      else left.add(migration);
    }
    return new Plan(recorded, left, mismatches, flyway.map(FlywayHistory::table));
  }

  /// Records what [#plan] found, in one transaction.
  ///
  /// @throws MigrationRefused if the plan has mismatches, or the database has a history by now
  public void record(Plan plan) {
    if (!plan.mismatches().isEmpty()) {
      throw new MigrationRefused(String.join("\n", plan.mismatches()));
    }
    try (var lock = MigratorLock.take(database, _ -> {})) {
      var connection = lock.connection();
      history.prepare(connection);
      if (!history.read(connection).isEmpty()) {
        throw new MigrationRefused("the database was migrated meanwhile; look at it again");
      }
      Session.inTransaction(
          connection,
          () -> {
            for (var migration : plan.recorded()) {
              history.record(connection, migration, 0, migration.parts().size());
            }
          });
    } catch (SQLException e) {
      throw refused(e);
    }
  }
}
