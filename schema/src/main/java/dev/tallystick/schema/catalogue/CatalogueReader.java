package dev.tallystick.schema.catalogue;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads the [Catalogue] of a database, in one round trip.
public final class CatalogueReader {
  private final Addresses addresses = new Addresses();
  private final TreeMap<ObjectKey, SchemaObject> objects = new TreeMap<>();
  private final Map<ObjectKey, String> comments = new TreeMap<>();
  private final Map<ObjectKey, SortedSet<Grant>> grants = new TreeMap<>();
  private final Set<String> assignmentCasts = new HashSet<>();
  private final List<String> unmanaged = new ArrayList<>();

  private CatalogueReader() {}

  /// Everything that the database of `connection` declares, as its transaction sees it. Any role
  /// that may connect may read it. `search_path` is `pg_catalog` afterwards, for the rest of the
  /// transaction or session, so that names print with their schemas.
  public static Catalogue read(Connection connection) throws SQLException {
    return new CatalogueReader().readAll(connection);
  }

  private Catalogue readAll(Connection connection) throws SQLException {
    var sections = new ArrayList<Section>();
    sections.addAll(new TypesAndRoutines(addresses, this::found).sections());
    sections.addAll(new Relations(addresses, this::found).sections());
    sections.addAll(new TableParts(addresses, this::found).sections());
    sections.add(new Section(Addresses.ALIASES, addresses::readAlias));
    sections.add(new Section(Addresses.DEPENDENCIES, addresses::readDependency));
    sections.add(new Section(COMMENTS, this::readComment));
    sections.add(new Section(GRANTS, this::readGrant));
    sections.add(new Section(ASSIGNMENT_CASTS, this::readCast));
    sections.add(new Section(UNMANAGED, row -> unmanaged.add(row.getString("description"))));
    var sql = new StringBuilder("SET search_path = pg_catalog;\n");
    for (var section : sections) sql.append(section.sql()).append(";\n");
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql.toString());
      for (var section : sections) take(statement, section);
    }
    return new Catalogue(
        connection.getMetaData().getDatabaseMajorVersion(),
        Collections.unmodifiableSortedMap(objects),
        Collections.unmodifiableMap(comments),
        Collections.unmodifiableMap(grants),
        Collections.unmodifiableMap(addresses.dependsOn()),
        Collections.unmodifiableMap(addresses.columnOrder()),
        Set.copyOf(assignmentCasts),
        unmanaged.stream().sorted().toList());
  }

  private static void take(Statement statement, Section section) throws SQLException {
    // The setting before the first query has no rows, so every query is "more".
    if (!statement.getMoreResults()) throw new IllegalStateException("a query gave no rows");
    try (ResultSet rows = statement.getResultSet()) {
      while (rows.next()) section.taker().take(rows);
    }
  }

  private void found(SchemaObject object) {
    objects.put(object.key(), object);
  }

  private static final String COMMENTS =
      """
      SELECT classoid, objoid, objsubid, description
        FROM pg_description
       WHERE classoid IN (1247, 1255, 1259, 2606, 2615, 2618, 2620, 3079, 3256, 3381)
         AND (objoid >= 16384 OR classoid = 2615)
      """;

  private void readComment(ResultSet row) throws SQLException {
    var key =
        addresses.findAnnotated(
            row.getLong("classoid"), row.getLong("objoid"), row.getInt("objsubid"));
    // Extensions bring their own comment, and PostgreSQL has one on `public`.
    if (key == null || key.kind() == Kind.EXTENSION || isDefaultComment(row)) return;
    // The columns of views and composite types have no keys, and lead to the whole.
    if (row.getInt("objsubid") != 0 && key.kind() != Kind.COLUMN) return;
    // The index of a constraint is named by it; its comment is the index's.
    if (row.getLong("classoid") == Addresses.PG_CLASS && key.kind() == Kind.CONSTRAINT) return;
    comments.put(key, row.getString("description"));
  }

  private static boolean isDefaultComment(ResultSet row) throws SQLException {
    return row.getLong("objoid") < 16384;
  }

  private static final String GRANTS =
      """
      SELECT o.catalogue, o.oid, o.part, g.privilege_type, g.is_grantable,
             CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE g.grantee::regrole::text END AS grantee
        FROM (SELECT 1259 AS catalogue, oid, 0 AS part, relowner AS owner,
                     coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
                                                 relowner)) AS acl
                FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S')
               UNION ALL
              SELECT 1259, attrelid, attnum, relowner, attacl
                FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
               WHERE a.attacl IS NOT NULL AND attrelid >= 16384
               UNION ALL
              SELECT 1255, oid, 0, proowner, coalesce(proacl, acldefault('f', proowner))
                FROM pg_proc WHERE oid >= 16384
               UNION ALL
              SELECT 2615, oid, 0, nspowner, coalesce(nspacl, acldefault('n', nspowner))
                FROM pg_namespace WHERE oid >= 16384
               UNION ALL
              SELECT 1247, oid, 0, typowner, coalesce(typacl, acldefault('T', typowner))
                FROM pg_type WHERE oid >= 16384 AND typtype IN ('e', 'd', 'c')) AS o,
             aclexplode(o.acl) AS g
       WHERE g.grantee <> o.owner
      """;

  private void readGrant(ResultSet row) throws SQLException {
    var key =
        addresses.findAnnotated(row.getLong("catalogue"), row.getLong("oid"), row.getInt("part"));
    if (key == null || key.kind() == Kind.EXTENSION) return;
    // The type of a table's rows leads to the table, whose grants are others.
    if (row.getLong("catalogue") == Addresses.PG_TYPE && key.kind() != Kind.TYPE) return;
    grants
        .computeIfAbsent(key, _ -> new TreeSet<>())
        .add(
            new Grant(
                row.getString("grantee"),
                row.getString("privilege_type"),
                row.getBoolean("is_grantable")));
  }

  private static final String ASSIGNMENT_CASTS =
      """
      SELECT format_type(castsource, NULL) || '→' || format_type(casttarget, NULL) AS pair
        FROM pg_cast
       WHERE castcontext IN ('a', 'i')
      """;

  private void readCast(ResultSet row) throws SQLException {
    assignmentCasts.add(row.getString("pair"));
  }

  private static final String UNMANAGED =
      """
      SELECT pg_describe_object(o.catalogue, o.oid, 0) AS description
        FROM (SELECT 1255 AS catalogue, oid FROM pg_proc WHERE prokind = 'a'
               UNION ALL SELECT 2617, oid FROM pg_operator
               UNION ALL SELECT 2753, oid FROM pg_opfamily
               UNION ALL SELECT 2605, oid FROM pg_cast
               UNION ALL SELECT 3456, oid FROM pg_collation
               UNION ALL SELECT 2607, oid FROM pg_conversion
               UNION ALL SELECT 1247, oid FROM pg_type WHERE typtype IN ('r', 'b') AND typelem = 0
               UNION ALL SELECT 1259, oid FROM pg_class WHERE relkind = 'f'
               UNION ALL SELECT 1417, oid FROM pg_foreign_server
               UNION ALL SELECT 3602, oid FROM pg_ts_config
               UNION ALL SELECT 3600, oid FROM pg_ts_dict
               UNION ALL SELECT 3466, oid FROM pg_event_trigger
               UNION ALL SELECT 2612, oid FROM pg_language) AS o
       WHERE o.oid >= 16384
         AND NOT EXISTS (SELECT FROM pg_depend AS d
                          WHERE d.classid = o.catalogue AND d.objid = o.oid
                            AND d.deptype IN ('e', 'i'))
      """;
}
