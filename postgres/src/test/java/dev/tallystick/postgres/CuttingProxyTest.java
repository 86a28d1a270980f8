package dev.tallystick.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class CuttingProxyTest {
  private static final DatabaseUrl url = TestPostgres.freshDatabase();

  private static long rows(Database database) {
    return database.inTransaction(
        tx -> tx.query("SELECT count(*) FROM things").mapTo(Long.class).one());
  }

  private static void insertTwo(Database database) {
    database.useTransaction(
        tx -> {
          tx.update("INSERT INTO things VALUES (1)").execute();
          tx.update("INSERT INTO things VALUES (2)").execute();
        });
  }

  @Test
  void cutsBetweenAnyTwoStatementsAndAfterTheCommit() {
    try (var proxy = CuttingProxy.of(url);
        var behind = Database.open(proxy.url(), 1);
        var direct = Database.open(url, 1)) {
      direct.useTransaction(tx -> tx.update("CREATE TABLE things (id integer)").execute());
      assertThat(rows(behind)).isZero();
      var stored = new ArrayList<Long>();
      while (true) {
        proxy.cutBefore(stored.size() + 1);
        try {
          insertTwo(behind);
        } catch (RuntimeException failure) {
          assertThat(SqlState.of(failure).isUnavailable()).isTrue();
        }
        if (!proxy.hasCut()) break;
        stored.add(rows(direct));
        direct.useTransaction(tx -> tx.update("DELETE FROM things").execute());
        assertThat(rows(behind)).as("a new connection works").isZero();
      }
      assertThat(rows(direct)).isEqualTo(2);
      // BEGIN, the two and COMMIT, each with its Execute; three of them end with a Sync. Only when
      // the last Sync is lost was all of it stored.
      assertThat(stored).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 2L);
    }
  }

  @Test
  void passesEverythingOnUntilItIsTold() {
    try (var proxy = CuttingProxy.of(url)) {
      try (var behind = Database.open(proxy.url(), 2)) {
        for (int i = 0; i < 20; i++) {
          var answer = behind.inTransaction(tx -> tx.query("SELECT 7").mapTo(Integer.class).one());
          assertThat(answer).isEqualTo(7);
        }
        assertThat(proxy.hasCut()).isFalse();
        assertThatThrownBy(() -> proxy.cutBefore(0)).hasMessageContaining("from 1");
      }
    }
  }
}
