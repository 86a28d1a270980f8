package dev.tallystick.schema.migrate;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// A fresh database, and migrators that work on it and note what happens.
final class TestingMigrator implements AutoCloseable {
  static final Patience IMPATIENT =
      new Patience(Duration.ofMillis(100), 3, Duration.ofMillis(1), Duration.ofMillis(2));

  private final DatabaseUrl url = TestPostgres.freshDatabase();
  private final Database database = Database.open(url, 4);
  private final List<MigrationEvent> events = Collections.synchronizedList(new ArrayList<>());

  static Migration script(String file, String sql) {
    return Migration.ofFile(file, sql);
  }

  DatabaseUrl url() {
    return url;
  }

  Database database() {
    return database;
  }

  Migrator migrator(Migration... migrations) {
    return migrator(IMPATIENT, _ -> {}, migrations);
  }

  Migrator migrator(Patience patience, Consumer<MigrationEvent> listener, Migration... migrations) {
    return new Migrator(
        database,
        new Migrations(List.of(migrations)),
        "app",
        patience,
        new Random(7),
        event -> {
          events.add(event);
          listener.accept(event);
        });
  }

  List<String> apply(Migration... migrations) {
    return migrator(migrations).apply().stream().map(Migration::file).toList();
  }

  /// What happened so far, of one kind.
  <T extends MigrationEvent> List<T> events(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  String text(String sql) {
    return database.inTransaction(tx -> tx.query(sql).mapTo(String.class).one());
  }

  void run(String... statements) {
    try (var connection = database.connection();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        var _ = statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The history in a line a migration: version, parts done, whether finished.
  List<String> history() {
    return migrator().history().stream()
        .map(
            row ->
                "%s %d %s"
                    .formatted(
                        row.version(),
                        row.partsDone(),
                        row.finishedAt().isPresent() ? "finished" : "waits"))
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
