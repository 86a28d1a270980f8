package dev.tallystick.schema;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ordered migrations of one PostgreSQL schema, and their runner. What was applied is kept in
/// `<schema>.schema_migrations`.
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /// Any constant will do, as long as every Tallystick uses the same: "tally" in ASCII.
  private static final long LOCK_KEY = 0x74616c6c79L;

  private final String schema;
  private final List<Migration> migrations;

  /// @throws IllegalArgumentException if the versions are not 1, 2, 3 … without a gap, or the
  ///   schema's name is not a plain lower-case identifier
  public Migrations(String schema, List<Migration> migrations) {
    if (!schema.matches("[a-z_][a-z0-9_]*")) {
      throw new IllegalArgumentException("not a plain schema name: " + schema);
    }
    this.schema = schema;
    this.migrations =
        migrations.stream().sorted(Comparator.comparingInt(Migration::version)).toList();
    for (int i = 0; i < this.migrations.size(); i++) {
      if (this.migrations.get(i).version() != i + 1) {
        throw new IllegalArgumentException("migration " + (i + 1) + " is missing or there twice");
      }
    }
  }

  /// The `.sql` files of a folder on the class path, in a directory or in a jar.
  public static Migrations onClassPath(String schema, URL folder) {
    try {
      var uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) return inFolder(schema, Path.of(uri));
      try (var jar = FileSystems.newFileSystem(uri, Map.of())) {
        return inFolder(schema, jar.getPath(pathInJar(uri)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the migrations in " + folder, e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a folder: " + folder, e);
    }
  }

  private static String pathInJar(URI uri) {
    var text = uri.toString();
    return text.substring(text.indexOf('!') + 1);
  }

  /// The `.sql` files of a folder.
  public static Migrations inFolder(String schema, Path folder) throws IOException {
    var migrations = new ArrayList<Migration>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".sql")).toList()) {
        migrations.add(Migration.ofFile(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return new Migrations(schema, migrations);
  }

  /// Applies what is missing, each migration in a transaction of its own, and returns it. Instances
  /// that start at once wait for each other: the lock is held by a session that is idle, never in a
  /// transaction, so that it stands in nobody's way.
  ///
  /// @throws MigrationRefused if a migration was edited after it was applied, or the database is
  ///   newer than this program
  public List<Migration> apply(Database database) {
    try (var lock = database.connection();
        var statement = lock.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK_KEY + ")");
      try {
        return applyLocked(database);
      } finally {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK_KEY + ")");
      }
    } catch (SQLException e) {
      throw new MigrationRefused("cannot reach the database to migrate it: " + e.getMessage(), e);
    }
  }

  /// What [#apply] would apply, without applying it.
  ///
  /// @throws MigrationRefused as [#apply]
  public List<Migration> missing(Database database) {
    var applied =
        database.<Map<Integer, String>>inTransaction(tx -> hasHistory(tx) ? applied(tx) : Map.of());
    check(applied);
    return migrations.subList(applied.size(), migrations.size());
  }

  private static final String HAS_HISTORY =
      """
      SELECT to_regclass(:table) IS NOT NULL
      """;

  private boolean hasHistory(Tx tx) {
    return tx.query(HAS_HISTORY)
        .bind("table", schema + ".schema_migrations")
        .mapTo(Boolean.class)
        .one();
  }

  private List<Migration> applyLocked(Database database) {
    database.useTransaction(this::createHistory);
    var missing = missing(database);
    for (var migration : missing) {
      database.useTransaction(tx -> applyOne(tx, migration));
      log.info("Applied migration {} {}", migration.version(), migration.name());
    }
    return List.copyOf(missing);
  }

  private void check(Map<Integer, String> applied) {
    if (applied.size() > migrations.size()) {
      throw new MigrationRefused(
          "the database has migration %d, this program knows %d: start the newer program"
              .formatted(applied.size(), migrations.size()));
    }
    for (var migration : migrations.subList(0, applied.size())) {
      if (!migration.checksum().equals(applied.get(migration.version()))) {
        throw new MigrationRefused(
            "migration %04d_%s was edited after it was applied here: restore it, and put the change into a new one"
                .formatted(migration.version(), migration.name()));
      }
    }
  }

  private void createHistory(Tx tx) {
    tx.update("CREATE SCHEMA IF NOT EXISTS " + schema).execute();
    tx.update(CREATE_HISTORY.formatted(schema)).execute();
  }

  private Map<Integer, String> applied(Tx tx) {
    return tx
        .query(APPLIED.formatted(schema))
        .map((row, _) -> Map.entry(row.getInt("version"), row.getString("checksum")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static final String CREATE_HISTORY =
      """
      CREATE TABLE IF NOT EXISTS %s.schema_migrations (
          version integer PRIMARY KEY,
          name text NOT NULL,
          checksum text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now()
      )
      """;

  private static final String APPLIED =
      """
      SELECT version, checksum FROM %s.schema_migrations
      """;

  private static final String RECORD =
      """
      INSERT INTO %s.schema_migrations (version, name, checksum)
      VALUES (:version, :name, :checksum)
      """;

  private void applyOne(Tx tx, Migration migration) {
    // The driver's own statement: a script has many statements, and colons that are no parameters.
    try (var statement = tx.connection().createStatement()) {
      statement.execute(migration.sql());
    } catch (SQLException e) {
      throw new MigrationRefused(
          "migration %04d_%s failed and left nothing behind: %s"
              .formatted(migration.version(), migration.name(), e.getMessage()),
          e);
    }
    tx.update(RECORD.formatted(schema))
        .bind("version", migration.version())
        .bind("name", migration.name())
        .bind("checksum", migration.checksum())
        .execute();
  }
}
