package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Migrations that meet a session which has what they want.
final class MigratorLockTest {
  private static final Migration COLUMN =
      script(
          "0001_column.sql",
          """
          CREATE TABLE app.b ();
          -- tally: commit
          CREATE TABLE app.c ();
          ALTER TABLE app.a ADD COLUMN more text;
          """);
  private static final Migration INDEX =
      script("0001_index.sql", "CREATE INDEX CONCURRENTLY a_n ON app.a (n)");

  private final TestingMigrator testing = new TestingMigrator();
  private Connection other;

  @BeforeEach
  void makeTable() throws SQLException {
    testing.run("CREATE SCHEMA app", "CREATE TABLE app.a (n int)");
    other = testing.database().connection();
    other.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    other.rollback();
    other.setAutoCommit(true);
    other.close();
    testing.close();
  }

  private void run(String sql) throws SQLException {
    try (var statement = other.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  private void release() {
    try {
      other.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Patience patience(int lockMillis, int attempts) {
    return new Patience(
        Duration.ofMillis(lockMillis), attempts, Duration.ofMillis(1), Duration.ofMillis(10));
  }

  @Test
  void aPartThatWaitsTooLongIsTriedAgainAsAWhole() throws SQLException {
    run("LOCK TABLE app.a IN ACCESS EXCLUSIVE MODE");
    testing
        .migrator(
            patience(200, 1000),
            event -> {
              boolean isSeen = !testing.events(MigrationEvent.Waiting.class).isEmpty();
              if (event instanceof MigrationEvent.Retried && isSeen) release();
            },
            COLUMN)
        .apply();
    assertThat(testing.text("SELECT count(more) FROM app.a")).isEqualTo("0");
    assertThat(testing.events(MigrationEvent.Retried.class))
        .isNotEmpty()
        .allSatisfy(
            retried -> {
              assertThat(retried.why()).contains("lock timeout");
              assertThat(retried.statement().text()).startsWith("ALTER TABLE app.a");
            });
    var waiting = testing.events(MigrationEvent.Waiting.class).getFirst();
    assertThat(waiting.lock()).isEqualTo("AccessExclusiveLock on app.a");
    assertThat(waiting.blockers())
        .singleElement()
        .satisfies(
            blocker -> {
              assertThat(blocker.state()).contains("idle in transaction");
              assertThat(blocker.query()).contains("LOCK TABLE app.a IN ACCESS EXCLUSIVE MODE");
            });
    assertThat(testing.history()).containsExactly("1 2 finished");
  }

  @Test
  void theLastAttemptSaysWhoIsInTheWayAndHowToGoOn() throws SQLException {
    run("LOCK TABLE app.a IN SHARE MODE");
    assertThatThrownBy(() -> testing.migrator(patience(1000, 2), _ -> {}, COLUMN).apply())
        .isInstanceOf(MigrationRefused.class)
        .hasMessageStartingWith("0001_column.sql:4:1: canceling statement due to lock timeout")
        .hasMessageContaining("tried 2 times; it waited for AccessExclusiveLock on app.a, held by")
        .hasMessageContaining("idle in transaction): LOCK TABLE app.a IN SHARE MODE")
        .hasMessageContaining("part 1 is applied; part 2 left nothing behind")
        .hasMessageContaining("it goes on with part 2");
    assertThat(testing.text("SELECT to_regclass('app.c') IS NULL")).isEqualTo("t");
    release();
    assertThat(testing.apply(COLUMN)).hasSize(1);
  }

  @Test
  void anIndexWaitsForOldTransactionsBeyondTheLockTimeout() throws SQLException {
    run("INSERT INTO app.a VALUES (1)");
    testing
        .migrator(
            patience(1, 1),
            event -> {
              if (event instanceof MigrationEvent.Waiting) release();
            },
            INDEX)
        .apply();
    assertThat(testing.events(MigrationEvent.Waiting.class)).isNotEmpty();
    assertThat(testing.events(MigrationEvent.Retried.class)).isEmpty();
  }

  @Test
  void aDeadlockIsTriedAgain() throws SQLException {
    // The other session waits for app.a, which the migration has, as the migration waits for app.d.
    testing.run("CREATE TABLE app.d ()");
    run("SET LOCAL deadlock_timeout = '1min'");
    run("LOCK TABLE app.d");
    var script = script("0001_deadlock.sql", "LOCK TABLE app.a; LOCK TABLE app.d;");
    var thread = new Thread[1];
    testing
        .migrator(
            patience(60_000, 3),
            event -> {
              if (event instanceof MigrationEvent.StatementDone && thread[0] == null) {
                thread[0] = Thread.ofVirtual().start(this::lockA);
              }
            },
            script)
        .apply();
    assertThat(testing.events(MigrationEvent.Retried.class))
        .singleElement()
        .satisfies(retried -> assertThat(retried.why()).contains("deadlock"));
  }

  private void lockA() {
    try {
      run("LOCK TABLE app.a");
      other.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
