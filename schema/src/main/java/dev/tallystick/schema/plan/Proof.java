package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.shadow.Shadow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Runs steps on a copy of the old schema and watches what they do. Locks, rewrites and scans are
/// observed on the copy's empty tables, where PostgreSQL takes the same ones as on full ones.
final class Proof implements AutoCloseable {
  private final Shadow.Copy copy;
  private final Connection connection;
  private final Map<Long, String> relations = new HashMap<>();
  private final Set<Long> tables = new HashSet<>();
  private final Map<String, String> tableOfIndex = new HashMap<>();
  private final Map<Long, Long> files = new HashMap<>();

  Proof(Shadow.Copy copy) throws SQLException {
    this.copy = copy;
    this.connection = copy.connect();
    connection.setAutoCommit(false);
  }

  private static final String RELATIONS =
      """
      SELECT c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
             coalesce(pg_relation_filenode(c.oid), 0) AS file, c.relkind <> 'i' AS is_table,
             i.indrelid::regclass::text AS table_of_index
        FROM pg_class AS c
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'i')
         AND n.nspname !~ '^pg_'
      """;

  /// What is there before the first step; only what happens to that is worth saying.
  private void readRelations() throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(RELATIONS)) {
      while (rows.next()) {
        relations.put(rows.getLong("oid"), rows.getString("name"));
        files.put(rows.getLong("oid"), rows.getLong("file"));
        if (rows.getBoolean("is_table")) tables.add(rows.getLong("oid"));
        else tableOfIndex.put(rows.getString("name"), rows.getString("table_of_index"));
      }
    }
  }

  /// What the copy declares now.
  Catalogue catalogue() throws SQLException {
    var catalogue = CatalogueReader.read(connection);
    connection.commit();
    return catalogue;
  }

  /// Runs a step, in a transaction of its own, so that its locks are its own.
  ///
  /// @param known where the table of an index is looked up
  Measured run(Step step, Catalogue... known) throws SQLException {
    if (relations.isEmpty()) readRelations();
    return step.timing() == Step.Timing.ALONE ? runAlone(step, known) : runInTransaction(step);
  }

  private static final String OBSERVE =
      """
      SELECT relation AS oid, mode FROM pg_locks
       WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384;
      SELECT relid AS oid FROM pg_stat_xact_user_tables WHERE seq_scan > 0;
      SELECT c.oid, coalesce(pg_relation_filenode(c.oid), 0) AS file
        FROM pg_class AS c
       WHERE c.oid >= 16384 AND c.relkind IN ('r', 'm', 'i');
      SELECT pg_stat_force_next_flush()
      """;

  private Measured runInTransaction(Step step) throws SQLException {
    execute(connection, step.sql());
    SortedMap<String, LockMode> locks = new TreeMap<>();
    var scanned = new TreeSet<String>();
    var rewritten = new TreeSet<String>();
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(OBSERVE);
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) addLock(locks, rows);
      }
      statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          if (files.containsKey(rows.getLong("oid"))) scanned.add(name(rows.getLong("oid")));
        }
      }
      statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          var file = files.get(rows.getLong("oid"));
          if (file == null || file == rows.getLong("file")) continue;
          rewritten.add(name(rows.getLong("oid")));
          files.put(rows.getLong("oid"), rows.getLong("file"));
        }
      }
    }
    connection.commit();
    // A table is read and its indexes are written when it is written: that is one thing to say.
    rewritten.removeIf(name -> rewritten.contains(tableOfIndex.getOrDefault(name, "")));
    scanned.removeAll(rewritten);
    return new Measured(step, locks, rewritten, scanned);
  }

  private String name(long relation) {
    return relations.getOrDefault(relation, "");
  }

  private void addLock(SortedMap<String, LockMode> locks, ResultSet row) throws SQLException {
    var mode = LockMode.of(row.getString("mode"));
    // An index is locked with its table; to name both would say it twice.
    if (mode == null || !tables.contains(row.getLong("oid"))) return;
    locks.merge(name(row.getLong("oid")), mode, LockMode::stronger);
  }

  /// A statement that takes transactions of its own lets its locks go before it returns. So another
  /// session writes to the table at the same time: the statement then waits for that writer, and
  /// shows what it holds.
  private Measured runAlone(Step step, Catalogue... known) throws SQLException {
    return new Bystander(copy, connection, table(step.key(), known)).watch(step);
  }

  private static ObjectKey table(ObjectKey key, Catalogue... known) {
    for (var catalogue : known) {
      if (catalogue.objects().get(key) instanceof Index index) return index.table();
    }
    return key.owner();
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (copy;
        connection) {
      if (!connection.getAutoCommit()) connection.rollback();
    }
  }
}
