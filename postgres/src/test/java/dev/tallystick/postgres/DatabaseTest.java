package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
  private static final TestPostgres.Template TEMPLATE =
      TestPostgres.template(
          "counters",
          url -> {
            try (var database = Database.open(url, 1)) {
              database.useTransaction(
                  tx -> {
                    tx.update("CREATE TABLE counters (id int PRIMARY KEY, value int)").execute();
                    tx.update("INSERT INTO counters VALUES (1, 0), (2, 0)").execute();
                  });
            }
          });

  private final Database database = Database.open(TestPostgres.freshDatabase(TEMPLATE), 4);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsWhatATransactionWrote() {
    database.useTransaction(tx -> add(tx, 1, 7));

    assertThat(values()).containsExactly(7, 0);
    assertThat(database.activeConnections()).isZero();
  }

  @Test
  void keepsNothingOfATransactionThatFailed() {
    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      add(tx, 1, 7);
                      throw new IllegalStateException("changed our mind");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("changed our mind");

    assertThat(values()).containsExactly(0, 0);
    assertThat(database.activeConnections()).isZero();
  }

  /// Each holds one row and waits for the other's: PostgreSQL rolls one of them back.
  @Test
  void triesAgainAfterADeadlock() throws Exception {
    var attempts = new AtomicInteger();
    var bothHoldOne = new CyclicBarrier(2);

    bothAtOnce(
        () -> crosswise(1, 2, bothHoldOne, attempts), () -> crosswise(2, 1, bothHoldOne, attempts));

    // On a busy machine both may notice the deadlock before either has given way.
    assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
    assertThat(values()).containsExactly(2, 2);
  }

  /// Both have read before either writes: the second to write is refused.
  @Test
  void triesAgainAfterASerialisationFailure() throws Exception {
    var attempts = new AtomicInteger();
    var bothHaveRead = new CyclicBarrier(2);

    bothAtOnce(() -> readAndAdd(bothHaveRead, attempts), () -> readAndAdd(bothHaveRead, attempts));

    assertThat(attempts).hasValue(3);
    assertThat(values()).containsExactly(2, 0);
  }

  @Test
  void givesUpAfterABoundedNumberOfAttempts() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      attempts.incrementAndGet();
                      tx.update("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$").execute();
                    }))
        .satisfies(failure -> assertThat(SqlState.of(failure).isTransient()).isTrue());

    assertThat(attempts).hasValue(Database.ATTEMPTS_MAX);
  }

  @Test
  void doesNotTryAgainWhatCannotSucceed() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                database.useTransaction(
                    tx -> {
                      attempts.incrementAndGet();
                      tx.update("INSERT INTO counters VALUES (1, 0)").execute();
                    }))
        .satisfies(failure -> assertThat(SqlState.of(failure).isUniqueViolation()).isTrue());

    assertThat(attempts).hasValue(1);
  }

  @Test
  void givesConnectionsOutsideAnyTransaction() throws SQLException {
    try (var connection = database.connection();
        var statement = connection.createStatement()) {
      assertThat(connection.getAutoCommit()).isTrue();
      statement.execute("VACUUM counters");
    }
  }

  private void crosswise(int first, int second, CyclicBarrier bothHoldOne, AtomicInteger attempts) {
    database.useTransaction(
        tx -> {
          var isFirstAttempt = attempts.incrementAndGet() <= 2;
          add(tx, first, 1);
          if (isFirstAttempt) await(bothHoldOne);
          add(tx, second, 1);
        });
  }

  private void readAndAdd(CyclicBarrier bothHaveRead, AtomicInteger attempts) {
    database.useTransaction(
        tx -> {
          var isFirstAttempt = attempts.incrementAndGet() <= 2;
          tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute();
          tx.query("SELECT value FROM counters WHERE id = 1").mapTo(Integer.class).one();
          if (isFirstAttempt) await(bothHaveRead);
          add(tx, 1, 1);
        });
  }

  private static void add(Tx tx, int id, int amount) {
    tx.update("UPDATE counters SET value = value + :amount WHERE id = :id")
        .bind("amount", amount)
        .bind("id", id)
        .execute();
  }

  private List<Integer> values() {
    return database.inTransaction(
        tx -> tx.query("SELECT value FROM counters ORDER BY id").mapTo(Integer.class).list());
  }

  private static void bothAtOnce(Runnable one, Runnable other) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Object>> tasks = List.of(Executors.callable(one), Executors.callable(other));
      for (var done : executor.invokeAll(tasks)) done.get();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }
}
