package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.IMPATIENT;
import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Indexes built concurrently, and what their failures leave behind.
final class ConcurrentIndexTest {
  private static final Migration UNIQUE =
      script("0001_index.sql", "CREATE UNIQUE INDEX CONCURRENTLY a_n ON app.a (n) WHERE n > 0");

  private final TestingMigrator testing = new TestingMigrator();

  /// Thrown by a listener, in place of the death of the process.
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void makeTable() {
    testing.run("CREATE SCHEMA app", "CREATE TABLE app.a (gone text, n int, m int)");
    testing.run("ALTER TABLE app.a DROP COLUMN gone", "INSERT INTO app.a VALUES (1, 1), (1, 2)");
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private String isValid() {
    return testing.text(
        "SELECT coalesce((SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('app.a_n')), 'none')");
  }

  @Test
  void theRestOfAFailedBuildIsDropped() {
    assertThatThrownBy(() -> testing.apply(UNIQUE))
        .hasMessageStartingWith("0001_index.sql:1:1: could not create unique index \"a_n\"")
        .hasMessageContaining("Key (n)=(1) is duplicated")
        .hasMessageContaining("invalid index, which the next run drops");
    assertThat(isValid()).isEqualTo("false");
    assertThat(testing.history()).containsExactly("1 0 waits");
    assertThat(testing.migrator().invalidIndexes())
        .containsExactly(
            new InvalidIndex("app.a_n", "app.a", "REINDEX INDEX CONCURRENTLY app.a_n"));

    testing.run("DELETE FROM app.a WHERE m = 2");
    assertThat(testing.apply(UNIQUE)).hasSize(1);
    assertThat(isValid()).isEqualTo("true");
    assertThat(testing.events(MigrationEvent.IndexDropped.class)).hasSize(1);
    assertThat(testing.migrator().invalidIndexes()).isEmpty();
  }

  @Test
  void anInvalidIndexOfSomebodyElseIsDroppedToo() {
    testing.run("DROP INDEX IF EXISTS app.a_n");
    assertThatThrownBy(() -> testing.run("CREATE UNIQUE INDEX CONCURRENTLY a_n ON app.a (n)"))
        .isInstanceOf(AssertionError.class);
    testing.apply(
        script("0001_index.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS a_n ON app.a (n)"));
    assertThat(isValid()).isEqualTo("true");
  }

  private void dieAfterTheStatement(Migration migration) {
    var migrator =
        testing.migrator(
            IMPATIENT,
            event -> {
              if (event instanceof MigrationEvent.StatementDone) throw new Died();
            },
            migration);
    assertThatThrownBy(migrator::apply).isInstanceOf(Died.class);
  }

  @Test
  void anIndexThatWasFinishedBeforeTheProcessDiedIsNotBuiltAgain() {
    testing.run("DELETE FROM app.a WHERE m = 2");
    dieAfterTheStatement(UNIQUE);
    assertThat(isValid()).isEqualTo("true");
    assertThat(testing.history()).containsExactly("1 0 waits");

    assertThat(testing.apply(UNIQUE)).hasSize(1);
    assertThat(testing.events(MigrationEvent.FoundDone.class)).hasSize(1);
    assertThat(testing.history()).containsExactly("1 1 finished");
  }

  @Test
  void anotherIndexOfThatNameDoesNotCountAsDone() {
    dieAfterTheStatement(
        script("0001_index.sql", "CREATE INDEX CONCURRENTLY a_n ON app.a (m, n DESC)"));
    for (var other :
        new String[] {
          "CREATE INDEX CONCURRENTLY a_n ON app.a (m, n)",
          "CREATE UNIQUE INDEX CONCURRENTLY a_n ON app.a (m, n DESC)",
          "CREATE INDEX CONCURRENTLY a_n ON app.a (m, n DESC) WHERE m > 0",
          "CREATE INDEX CONCURRENTLY a_n ON app.a (m, (n + 0) DESC)",
          "CREATE INDEX CONCURRENTLY a_n ON app.a (m) INCLUDE (n)"
        }) {
      assertThatThrownBy(() -> testing.apply(script("0001_index.sql", other)))
          .as(other)
          .hasMessageContaining("is not the one that this statement builds");
    }
  }

  @Test
  void anIndexOfThatNameIsAnErrorInAFirstRun() {
    testing.run("CREATE INDEX a_n ON app.a (n)");
    assertThatThrownBy(
            () -> testing.apply(script("0001_i.sql", "CREATE INDEX CONCURRENTLY a_n ON app.a (n)")))
        .hasMessageContaining("relation \"a_n\" already exists");
  }

  @Test
  void anIndexThatIsDroppedAlreadyCountsAsDroppedAfterACrash() {
    testing.run("CREATE INDEX a_n ON app.a (n)");
    var drop = script("0001_drop.sql", "DROP INDEX CONCURRENTLY app.a_n");
    dieAfterTheStatement(drop);
    assertThat(testing.apply(drop)).hasSize(1);
    assertThat(testing.events(MigrationEvent.FoundDone.class)).hasSize(1);
  }

  @Test
  void aSessionKilledInTheMiddleOfABuildIsTakenUpAgain() {
    testing.run(
        "CREATE TABLE app.trap AS SELECT 1",
        """
        CREATE FUNCTION app.deadly(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM app.trap) THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
          END IF;
          RETURN n;
        END $$
        """);
    var script =
        script(
            "0001_index.sql",
            "CREATE TABLE app.b (); CREATE INDEX CONCURRENTLY a_n ON app.a (app.deadly(n))");
    assertThatThrownBy(() -> testing.apply(script)).hasMessageContaining("Run again");
    assertThat(isValid()).isEqualTo("false");
    testing.run("TRUNCATE app.trap");
    assertThat(testing.apply(script)).hasSize(1);
    assertThat(isValid()).isEqualTo("true");
  }

  @Test
  void aBuildSaysHowFarItIs() throws SQLException {
    testing.run(
        """
        CREATE FUNCTION app.slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN
          WHILE NOT pg_try_advisory_xact_lock_shared(42) LOOP PERFORM pg_sleep(0.01); END LOOP;
          RETURN n;
        END $$
        """);
    try (var connection = testing.database().connection()) {
      lock(connection, "pg_advisory_lock");
      testing
          .migrator(
              IMPATIENT,
              event -> {
                if (event instanceof MigrationEvent.IndexProgress) {
                  lock(connection, "pg_advisory_unlock");
                }
              },
              script("0001_index.sql", "CREATE INDEX a_n ON app.a (app.slow(n))"))
          .apply();
    }
    assertThat(testing.events(MigrationEvent.IndexProgress.class).getFirst().phase())
        .startsWith("building index");
  }

  private static void lock(Connection connection, String function) {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute("SELECT " + function + "(42)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void statementsAreReadWhateverTheirNamesAre() {
    assertThat(
            index(
                "create unique index concurrently if not exists \"A b\" on only app.\"T\" using btree (x)"))
        .contains(new ConcurrentIndex.Creation(true, "A b", "app.\"T\"", "using btree (x)"));
    assertThat(index("DROP INDEX CONCURRENTLY IF EXISTS app.i CASCADE"))
        .contains(new ConcurrentIndex.Drop("app.i"));
    assertThat(index("CREATE INDEX CONCURRENTLY ON t (c)")).isEmpty();
    assertThat(index("CREATE INDEX i ON t (c)")).isEmpty();
    assertThat(index("REINDEX INDEX CONCURRENTLY i")).isEmpty();
    assertThat(index("DROP INDEX CONCURRENTLY")).contains(new ConcurrentIndex.Drop(""));
  }

  private static Optional<ConcurrentIndex> index(String sql) {
    return ConcurrentIndex.of(script("0001_a.sql", sql).script().statements().getFirst());
  }
}
