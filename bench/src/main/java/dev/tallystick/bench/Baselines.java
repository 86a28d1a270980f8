package dev.tallystick.bench;

import dev.tallystick.Service;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Tx;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// A database for a baseline: on the same server as the service's, with the same tables and
/// indexes, and the same users.
final class Baselines {
  private static final int CONNECTIONS_MAX = 8;

  private Baselines() {}

  /// Makes the database `name`; the caller closes it.
  static Database database(DatabaseUrl service, String name, Collection<UUID> users) {
    try (var connection = DriverManager.getConnection(service.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.executeUpdate("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
      statement.executeUpdate("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make the database " + name, e);
    }
    var database = Database.open(service.withName(name), CONNECTIONS_MAX);
    Service.prepare(database, InstantSource.system());
    database.useTransaction(tx -> populate(tx, users));
    return database;
  }

  private static void populate(Tx tx, Collection<UUID> users) {
    insert(tx, "INSERT INTO tally.users (id) SELECT unnest(:users)", users);
    insert(tx, "INSERT INTO tally.credit_accounts (user_id) SELECT unnest(:users)", users);
    insert(
        tx,
        """
        INSERT INTO tally.credit_grants
               (user_id, id, operation_id, type, priority, principal, balance)
        SELECT id, gen_random_uuid(), 'bench', 'purchase', 80, 1e9, 1e9 FROM unnest(:users) AS id
        """,
        users);
  }

  private static void insert(Tx tx, String sql, Collection<UUID> users) {
    tx.update(sql).bindArray("users", UUID.class, users.toArray()).execute();
  }

  /// The grant of each user.
  static Map<UUID, UUID> grants(Database database) {
    return database.inTransaction(
        tx -> {
          var grants = new HashMap<UUID, UUID>();
          tx.query("SELECT user_id, id FROM tally.credit_grants")
              .map(
                  (row, _) -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
              .forEach(grant -> grants.put(grant.getKey(), grant.getValue()));
          return grants;
        });
  }
}
