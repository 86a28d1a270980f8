package dev.tallystick.schema.migrate;

import dev.tallystick.postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one database up to a folder of migrations.
///
/// Runners that start at once wait for each other. Each migration has a session of its own, so that
/// what it sets does not reach the next one.
public final class Migrator {
  private static final Logger log = LoggerFactory.getLogger(Migrator.class);

  private final Database database;
  private final Migrations migrations;
  private final History history;
  private final Patience patience;
  private final RandomGenerator random;
  private final Consumer<MigrationEvent> listener;

  /// @param historySchema the PostgreSQL schema that holds `schema_migrations`, made if missing
  /// @param random for the lengths of pauses
  /// @throws IllegalArgumentException if `historySchema` is not a plain lower-case identifier
  public Migrator(
      Database database,
      Migrations migrations,
      String historySchema,
      Patience patience,
      RandomGenerator random,
      Consumer<MigrationEvent> listener) {
    this.database = database;
    this.migrations = migrations;
    this.history = new History(historySchema);
    this.patience = patience;
    this.random = random;
    this.listener = listener;
  }

  /// With the usual patience; what happens goes to the log.
  public Migrator(Database database, Migrations migrations, String historySchema) {
    this(
        database,
        migrations,
        historySchema,
        Patience.DEFAULT,
        RandomGenerator.getDefault(),
        Migrator::log);
  }

  private static void log(MigrationEvent event) {
    switch (event) {
      case MigrationEvent.Queued(var holders) ->
          log.info("Waiting for another runner of migrations: {}", holders);
      case MigrationEvent.Waiting(var migration, _, var lock, var blockers) ->
          log.info("{} waits for {}, held by {}", migration.label(), lock, blockers);
      case MigrationEvent.Retried retried ->
          log.info("{}: {}; trying again", retried.migration().label(), retried.why());
      case MigrationEvent.IndexDropped(var migration, var index) ->
          log.info("{}: dropped the invalid index {}", migration.label(), index);
      case MigrationEvent.Applied(var migration, _) ->
          log.info("Applied migration {}", migration.label());
      case MigrationEvent.Started _,
          MigrationEvent.StatementDone _,
          MigrationEvent.PartDone _,
          MigrationEvent.IndexProgress _,
          MigrationEvent.FoundDone _ -> {}
    }
  }

  /// Applies what is missing, and returns the migrations that are whole now and were not before.
  ///
  /// @throws MigrationRefused if a statement fails, a migration was edited after it was applied, or
  ///   the database is newer than the folder
  public List<Migration> apply() {
    try (var lock = MigratorLock.take(database, listener)) {
      history.prepare(lock.connection());
      var applied = new ArrayList<Migration>();
      for (var outstanding : Outstanding.of(migrations, history.read(lock.connection()))) {
        try (var session = database.separateConnection()) {
          run(session, lock, outstanding);
        }
        applied.add(outstanding.migration());
      }
      return List.copyOf(applied);
    } catch (SQLException e) {
      throw refused("cannot migrate", e);
    }
  }

  private void run(Connection session, MigratorLock lock, Outstanding outstanding)
      throws SQLException {
    new MigrationRun(session, lock, history, outstanding, patience, random, listener).run();
  }

  /// What [#apply] would run, without running or writing anything.
  ///
  /// @throws MigrationRefused as [#apply], but for statements
  public List<Outstanding> outstanding() {
    return Outstanding.of(migrations, history());
  }

  /// What the database has, in the order of versions; nothing if it has no history.
  public List<HistoryRow> history() {
    return read(history::read);
  }

  /// The leftovers of failed index builds in the whole database, whoever made them.
  public List<InvalidIndex> invalidIndexes() {
    return read(InvalidIndex::all);
  }

  /// A question to the database.
  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private <T> T read(Question<T> question) {
    try (var connection = database.connection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw refused("cannot look at the database", e);
    }
  }

  private static MigrationRefused refused(String what, SQLException e) {
    return new MigrationRefused("%s: %s".formatted(what, Complaint.of(e).describe()), e);
  }
}
