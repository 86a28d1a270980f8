package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// database/schema and database/migrations declare the same database.
final class SchemaFilesTest {
  private static final Path SCHEMA =
      Path.of(System.getProperty("tally.root")).resolve("database/schema");

  /// Everything that a schema declares, as PostgreSQL prints it.
  private static final String FACTS =
      """
      SELECT fact
        FROM (SELECT format('column %s.%s %s %s default %s generated %s', c.relname, a.attname,
                            format_type(a.atttypid, a.atttypmod), a.attnotnull,
                            pg_get_expr(d.adbin, d.adrelid), a.attgenerated::text || a.attidentity::text)
                FROM pg_class AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
                LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
               WHERE c.relnamespace = 'tally'::regnamespace AND c.relkind = 'r'
               UNION ALL
              SELECT 'table ' || relname || coalesce(array_to_string(reloptions, ','), '')
                FROM pg_class WHERE relnamespace = 'tally'::regnamespace AND relkind = 'r'
               UNION ALL
              SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'tally'
               UNION ALL
              SELECT format('constraint %s.%s %s', conrelid::regclass, conname,
                            pg_get_constraintdef(oid))
                FROM pg_constraint WHERE connamespace = 'tally'::regnamespace
               UNION ALL
              SELECT 'trigger ' || pg_get_triggerdef(t.oid)
                FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
               WHERE c.relnamespace = 'tally'::regnamespace AND NOT t.tgisinternal
               UNION ALL
              SELECT 'function ' || pg_get_functiondef(oid)
                FROM pg_proc WHERE pronamespace = 'tally'::regnamespace
               UNION ALL
              SELECT format('comment %s: %s', pg_describe_object(classoid, objoid, objsubid),
                            description)
                FROM pg_description
               WHERE pg_describe_object(classoid, objoid, objsubid) LIKE '%tally.%') AS facts (fact)
       WHERE fact NOT LIKE '%schema_migrations%'
       ORDER BY fact
      """;

  private static List<String> facts(Database database) {
    return database.inTransaction(tx -> tx.query(FACTS).mapTo(String.class).list());
  }

  @Test
  void migrationsEndWhereTheSchemaFilesStand() throws IOException, SQLException {
    try (var declared = Database.open(TestPostgres.freshDatabase(), 2);
        var migrated = Database.open(TestPostgres.freshDatabase(), 2)) {
      load(declared);
      Service.migrator(migrated).apply();
      var facts = facts(declared);
      assertThat(facts).hasSizeGreaterThan(100);
      assertThat(facts(migrated)).isEqualTo(facts);
    }
  }

  /// Loads the files in any order that works: one that needs another goes behind it.
  private static void load(Database database) throws IOException, SQLException {
    var waiting = new ArrayDeque<Path>();
    try (var files = Files.list(SCHEMA)) {
      files.sorted().forEach(waiting::add);
    }
    int failures = 0;
    while (!waiting.isEmpty()) {
      var file = waiting.remove();
      try (var connection = database.connection();
          var statement = connection.createStatement()) {
        var _ = statement.execute(Files.readString(file));
        failures = 0;
      } catch (SQLException e) {
        waiting.add(file);
        if (++failures > waiting.size()) throw e;
      }
    }
  }

  @Test
  void twoProcessesMayMigrateAtOnce() throws Exception {
    var url = TestPostgres.freshDatabase();
    Callable<Integer> migrate =
        () -> {
          try (var database = Database.open(url, 2)) {
            return Service.migrator(database).apply().size();
          }
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      int applied = 0;
      for (var each : executor.invokeAll(Collections.nCopies(4, migrate))) applied += each.get();
      assertThat(applied).isEqualTo(1);
    }
  }
}
