package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.DatabaseUrl;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// What replication needs the catalogue to hold, for as long as a feed lives and no longer.
///
/// PostgreSQL has slots that end with their session, but no such publications. So one statement on
/// the server makes the publication, waits until the feed's session is gone, and drops it: the
/// server goes on with a statement whose client was killed. It knows the feed's session by an
/// advisory lock that the session holds. What a crash of the server leaves behind is swept up by
/// the next feed.
final class Publication implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long DROP_WAIT_SECONDS_MAX = 5;
  private static final long PAUSE_MILLIS = 2;

  private final DatabaseUrl url;
  private final long key;
  private final List<String> names;
  private final Connection guard;
  private final CompletableFuture<Void> guarding;

  private Publication(
      DatabaseUrl url,
      long key,
      List<String> names,
      Connection guard,
      CompletableFuture<Void> guarding) {
    this.url = url;
    this.key = key;
    this.names = names;
    this.guard = guard;
    this.guarding = guarding;
  }

  /// Whether generated columns can be published.
  static boolean sendsGenerated(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= 18;
  }

  /// Makes the publication; `feed` is the session that it lives as long as.
  static Publication make(
      DatabaseUrl url, Connection feed, Connection other, List<FollowedTable> tables)
      throws SQLException {
    sweep(other);
    long key = RANDOM.nextLong(Long.MAX_VALUE);
    Session.run(feed, "SELECT pg_advisory_lock(%d)".formatted(key));
    var statements = new ArrayList<String>();
    var names = new ArrayList<String>();
    // PostgreSQL refuses updates of a published table whose rows have no key: those of such a
    // table must not be published, or watching would break the program that writes them.
    for (var isIdentified : List.of(true, false)) {
      var published = tables.stream().filter(t -> t.isIdentified() == isIdentified).toList();
      if (published.isEmpty()) continue;
      names.add("tally_watch_%d_%s".formatted(key, isIdentified ? "all" : "inserts"));
      statements.add(create(names.getLast(), published, isIdentified, sendsGenerated(other)));
    }
    var guard = Session.open(url, Map.of("preferQueryMode", "simple"));
    var guarding = new CompletableFuture<Void>();
    var publication = new Publication(url, key, List.copyOf(names), guard, guarding);
    Thread.ofPlatform()
        .daemon()
        .name("watch-guard")
        .start(() -> publication.guard(String.join(";\n", statements)));
    try {
      publication.awaitMade(other);
      return publication;
    } catch (SQLException | RuntimeException failure) {
      guard.close();
      throw failure;
    }
  }

  private static String create(
      String name, List<FollowedTable> tables, boolean isIdentified, boolean sendsGenerated) {
    return "CREATE PUBLICATION %s FOR TABLE %s WITH (publish = '%s', publish_via_partition_root = true%s)"
        .formatted(
            name,
            tables.stream().map(t -> t.name().quoted()).collect(Collectors.joining(", ")),
            isIdentified ? "insert, update, delete, truncate" : "insert, truncate",
            sendsGenerated ? ", publish_generated_columns = stored" : "");
  }

  // Each round is a transaction of its own: one that lasts would keep VACUUM from cleaning and
  // CREATE INDEX CONCURRENTLY from ending.
  private static final String GUARD =
      """
      DO $tally_watch_%1$d$
      BEGIN
          SET LOCAL lock_timeout = '5s';
          %2$s;
          COMMIT;
          WHILE NOT pg_try_advisory_lock(%1$d) LOOP
              COMMIT;
              PERFORM pg_sleep(0.1);
          END LOOP;
          DROP PUBLICATION IF EXISTS %3$s;
      END
      $tally_watch_%1$d$
      """;

  private void guard(String create) {
    try {
      Session.run(guard, GUARD.formatted(key, create, String.join(", ", names)));
      guarding.complete(null);
    } catch (SQLException failure) {
      guarding.completeExceptionally(failure);
    }
  }

  private static final String IS_MADE =
      """
      SELECT count(*) = ? FROM pg_publication WHERE pubname = ANY (?)
      """;

  private void awaitMade(Connection other) throws SQLException {
    try (var statement = other.prepareStatement(IS_MADE)) {
      statement.setInt(1, names.size());
      statement.setArray(2, other.createArrayOf("text", names.toArray()));
      while (true) {
        try (var row = statement.executeQuery()) {
          if (row.next() && row.getBoolean(1)) return;
        }
        if (hasEnded(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the publication was dropped while it was awaited");
        }
      }
    }
  }

  /// Whether the guarding statement has ended within the wait.
  ///
  /// @throws SQLException if it failed
  private boolean hasEnded(long wait, TimeUnit unit) throws SQLException {
    try {
      guarding.get(wait, unit);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof SQLException sql) throw sql;
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  List<String> names() {
    return names;
  }

  /// Waits until the publication is dropped; the feed's session has to be closed before.
  @Override
  public void close() {
    try (guard) {
      if (hasEnded(DROP_WAIT_SECONDS_MAX, TimeUnit.SECONDS)) return;
    } catch (SQLException _) {
      // The guarding session was ended by somebody: dropped below.
    }
    try (var connection = Session.open(url)) {
      Session.run(connection, "DROP PUBLICATION IF EXISTS " + String.join(", ", names));
    } catch (SQLException _) {
      // The server is gone, or the feed's session still ends: swept up by the next feed.
    }
  }

  private static final String ALL =
      """
      SELECT pubname, substring(pubname FROM '^tally_watch_(\\d+)_') AS key FROM pg_publication
       WHERE pubname ~ '^tally_watch_\\d+_' AND pg_has_role(pubowner, 'USAGE')
      """;

  /// Drops what feeds left behind whose server died under them.
  private static void sweep(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        Session.run(
            connection,
            """
            DO $$
            BEGIN
                IF pg_try_advisory_xact_lock(%s) THEN
                    DROP PUBLICATION IF EXISTS %s;
                END IF;
            EXCEPTION WHEN OTHERS THEN
                -- Another feed sweeps at the same time.
            END
            $$
            """
                .formatted(rows.getString("key"), rows.getString("pubname")));
      }
    }
  }
}
