package dev.tallystick.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/// A pool of connections to one PostgreSQL database, and the only way to a transaction.
///
/// Thread-safe. Transactions run at READ COMMITTED: rules are held by constraints, row locks and
/// guarded updates, so that nothing has to be tried again because two users were busy at once.
public final class Database implements AutoCloseable {
  static final int ATTEMPTS_MAX = 5;
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(10);

  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(2);

  // Whatever the server's defaults are. Once for each connection: asking the driver for an
  // isolation
  // level in each transaction costs round trips.
  private static final String SESSION =
      """
      SET TIME ZONE 'UTC';
      SET default_transaction_isolation = 'read committed';
      """;

  // Of the thread, whichever database it is in a transaction of.
  private static final ThreadLocal<Boolean> IN_TRANSACTION = ThreadLocal.withInitial(() -> false);

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final DatabaseUrl url;

  private Database(DatabaseUrl url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
    jdbi.registerArrayType(BigDecimal.class, "numeric");
    jdbi.getConfig(SqlStatements.class).setAttachAllStatementsForCleanup(true);
  }

  /// Opens a pool of at most `poolSizeMax` connections. Connections are made when first needed, so
  /// that a database that is down is reported by the first transaction.
  public static Database open(DatabaseUrl url, int poolSizeMax) {
    var config = new HikariConfig();
    config.setJdbcUrl(url.jdbcUrl());
    config.setMaximumPoolSize(poolSizeMax);
    config.setMinimumIdle(0);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    config.setPoolName("tallystick");
    config.setAutoCommit(true);
    config.addDataSourceProperty("ApplicationName", "tallystick");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.setConnectionInitSql(SESSION);
    return new Database(url, new HikariDataSource(config));
  }

  /// Runs `work` in a transaction of its own and returns its result after the commit. An exception
  /// rolls back and is thrown on. A transaction that PostgreSQL itself gave up (deadlock,
  /// serialisation failure) is tried again, at most [#ATTEMPTS_MAX] times in all.
  public <T> T inTransaction(Function<Tx, T> work) {
    for (int attempt = 1; ; attempt++) {
      boolean outer = IN_TRANSACTION.get();
      try {
        IN_TRANSACTION.set(true);
        return jdbi.inTransaction(handle -> work.apply(new Tx(handle)));
      } catch (RuntimeException failure) {
        if (attempt == ATTEMPTS_MAX || !SqlState.of(failure).isTransient()) throw failure;
      } finally {
        IN_TRANSACTION.set(outer);
      }
    }
  }

  /// Whether this thread is inside a transaction: what may take long, such as a call to somebody
  /// else's server, has no place there.
  public static boolean isInTransaction() {
    return IN_TRANSACTION.get();
  }

  /// As [#inTransaction], for work without a result.
  public void useTransaction(Consumer<Tx> work) {
    this.<Boolean>inTransaction(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /// The pool itself, for a library that brings its own statements.
  public DataSource dataSource() {
    return pool;
  }

  /// A connection outside any transaction, for commands that PostgreSQL refuses inside one and for
  /// session locks. The caller closes it.
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /// A connection beside the pool: whatever its settings become, nobody inherits them. The caller
  /// closes it.
  public Connection separateConnection() throws SQLException {
    var connection = url.connect(Map.of("ApplicationName", "tallystick", "tcpKeepAlive", "true"));
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(SESSION);
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /// Whether a query is answered now.
  public boolean isReachable() {
    try (var connection = pool.getConnection()) {
      return connection.isValid((int) ANSWER_WAIT_MAX.toSeconds());
    } catch (SQLException _) {
      return false;
    }
  }

  /// Connections that are in use now.
  public int activeConnections() {
    return pool.getHikariPoolMXBean().getActiveConnections();
  }

  @Override
  public void close() {
    pool.close();
  }
}
