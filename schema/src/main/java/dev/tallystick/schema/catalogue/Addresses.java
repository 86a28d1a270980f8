package dev.tallystick.schema.catalogue;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which key stands for which row of the system catalogue, while one is read: PostgreSQL writes
/// dependencies, comments and grants between such rows.
final class Addresses {
  // The numbers of these catalogues are the same in every PostgreSQL.
  static final long PG_TYPE = 1247;
  static final long PG_PROC = 1255;
  static final long PG_CLASS = 1259;
  static final long PG_ATTRDEF = 2604;
  static final long PG_CONSTRAINT = 2606;
  static final long PG_NAMESPACE = 2615;
  static final long PG_REWRITE = 2618;
  static final long PG_TRIGGER = 2620;
  static final long PG_EXTENSION = 3079;
  static final long PG_POLICY = 3256;
  static final long PG_STATISTIC_EXT = 3381;

  private record Address(long catalogue, long row, int part) {}

  private final Map<Address, ObjectKey> keys = new HashMap<>();

  void add(long catalogue, long row, ObjectKey key) {
    keys.put(new Address(catalogue, row, 0), key);
  }

  void addColumn(long table, int number, ObjectKey key) {
    keys.put(new Address(PG_CLASS, table, number), key);
  }

  private final Map<Address, ObjectKey> viewColumns = new HashMap<>();

  /// A column of a view is no object: only comments and grants can be on it.
  void addViewColumn(long view, int number, ObjectKey key) {
    viewColumns.put(new Address(PG_CLASS, view, number), key);
  }

  /// The key that a comment or grant on a row is about.
  @Nullable ObjectKey findAnnotated(long catalogue, long row, int part) {
    var ofView = viewColumns.get(new Address(catalogue, row, part));
    return ofView != null ? ofView : find(catalogue, row, part);
  }

  /// The key of a row; a column that has no key of its own, as those of views, is its relation's.
  @Nullable ObjectKey find(long catalogue, long row, int part) {
    var exact = keys.get(new Address(catalogue, row, part));
    return exact != null || part == 0 ? exact : keys.get(new Address(catalogue, row, 0));
  }

  ObjectKey table(long row) {
    var key = find(PG_CLASS, row, 0);
    if (key == null)
      throw new IllegalStateException("a part of relation " + row + ", which is not read");
    return key;
  }

  static final String ALIASES =
      """
      SELECT 2618 AS catalogue, r.oid, 1259 AS of_catalogue, r.ev_class AS of_oid, 0 AS of_part
        FROM pg_rewrite AS r
       WHERE r.oid >= 16384 AND r.rulename = '_RETURN'
       UNION ALL
      SELECT 2604, d.oid, 1259, d.adrelid, d.adnum FROM pg_attrdef AS d WHERE d.oid >= 16384
       UNION ALL
      SELECT 1247, t.oid, 1259, t.typrelid, 0
        FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid
       WHERE t.oid >= 16384 AND c.relkind <> 'c'
       UNION ALL
      SELECT 1247, t.oid, CASE WHEN coalesce(c.relkind, 'c') = 'c' THEN 1247 ELSE 1259 END,
             CASE WHEN coalesce(c.relkind, 'c') = 'c' THEN e.oid ELSE e.typrelid END, 0
        FROM pg_type AS t
        JOIN pg_type AS e ON e.oid = t.typelem
        LEFT JOIN pg_class AS c ON c.oid = e.typrelid
       WHERE t.oid >= 16384 AND t.typcategory = 'A'
       UNION ALL
      SELECT d.classid, d.objid, d.refclassid, d.refobjid, 0 FROM pg_depend AS d WHERE d.deptype = 'e'
       UNION ALL
      SELECT 1259, c.conindid, 2606, c.oid, 0
        FROM pg_constraint AS c WHERE c.contype IN ('p', 'u', 'x') AND c.conindid <> 0
      """;

  /// Rows that stand for another: a view's rule for the view, a default for its column, the type of
  /// a table's rows for the table, what is in an extension for the extension.
  void readAlias(ResultSet row) throws SQLException {
    var key = find(row.getLong("of_catalogue"), row.getLong("of_oid"), row.getInt("of_part"));
    if (key != null) add(row.getLong("catalogue"), row.getLong("oid"), key);
  }

  static final String DEPENDENCIES =
      """
      SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid
        FROM pg_depend
       WHERE deptype IN ('n', 'a', 'i', 'P', 'S') AND objid >= 16384 AND refobjid >= 16384
      """;

  private final SortedMap<ObjectKey, Set<ObjectKey>> dependsOn = new TreeMap<>();

  void readDependency(ResultSet row) throws SQLException {
    var dependent = find(row.getLong("classid"), row.getLong("objid"), row.getInt("objsubid"));
    var needed =
        find(row.getLong("refclassid"), row.getLong("refobjid"), row.getInt("refobjsubid"));
    if (dependent == null || needed == null || dependent.equals(needed)) return;
    // A sequence that belongs to a column needs nothing of it: the column's default needs it.
    if (dependent.kind() == Kind.SEQUENCE) return;
    addDependency(dependent, needed);
  }

  void addDependency(ObjectKey dependent, ObjectKey needed) {
    dependsOn.computeIfAbsent(dependent, _ -> new TreeSet<>()).add(needed);
  }

  SortedMap<ObjectKey, Set<ObjectKey>> dependsOn() {
    return dependsOn;
  }

  private final Map<ObjectKey, List<String>> columnOrder = new HashMap<>();

  /// The next column of a table, or attribute of a type.
  void addToOrder(ObjectKey of, String name) {
    columnOrder.computeIfAbsent(of, _ -> new ArrayList<>()).add(name);
  }

  Map<ObjectKey, List<String>> columnOrder() {
    return columnOrder;
  }
}
