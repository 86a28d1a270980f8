package dev.tallystick.schema.catalogue;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads tables, their columns, views and sequences.
final class Relations {
  private final Addresses addresses;
  private final Consumer<SchemaObject> found;

  Relations(Addresses addresses, Consumer<SchemaObject> found) {
    this.addresses = addresses;
    this.found = found;
  }

  /// In an order in which each finds what it is part of.
  List<Section> sections() {
    return List.of(
        new Section(TABLE_KEYS, this::readTableKey),
        new Section(TABLES, this::readTable),
        new Section(COLUMNS, this::readColumn),
        new Section(VIEWS, this::readView),
        new Section(SEQUENCES, this::readSequence));
  }

  private static final String TABLE_KEYS =
      """
      SELECT c.oid, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND c.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  /// Tables refer to each other, so that all keys come first.
  private void readTableKey(ResultSet row) throws SQLException {
    addresses.add(
        Addresses.PG_CLASS,
        row.getLong("oid"),
        ObjectKey.table(row.getString("schema"), row.getString("name")));
  }

  private static final String TABLES =
      """
      SELECT c.oid, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
             CASE c.relreplident WHEN 'd' THEN 'DEFAULT' WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL'
                  ELSE 'USING INDEX ' || (SELECT quote_ident(x.relname)
                                            FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
                                           WHERE i.indrelid = c.oid AND i.indisreplident) END AS identity,
             (SELECT array_agg(option ORDER BY option) FROM unnest(c.reloptions) AS option) AS options,
             CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
             CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
             (SELECT array_agg(h.inhparent::text ORDER BY h.inhseqno)
                FROM pg_inherits AS h WHERE h.inhrelid = c.oid) AS parents
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND c.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readTable(ResultSet row) throws SQLException {
    var key = addresses.table(row.getLong("oid"));
    var parents = new ArrayList<ObjectKey>();
    for (var parent : Section.strings(row, "parents")) {
      parents.add(addresses.table(Long.parseLong(parent)));
    }
    var bound = row.getString("bound");
    var isPartition = bound != null;
    var schema = ObjectKey.of(Kind.SCHEMA, key.schema());
    addresses.addDependency(key, schema);
    for (var parent : parents) addresses.addDependency(key, parent);
    found.accept(
        new Table(
            key,
            row.getString("relpersistence").equals("p"),
            row.getString("partition_key"),
            isPartition ? new Table.Partition(parents.getFirst(), bound) : null,
            isPartition ? List.of() : List.copyOf(parents),
            Section.strings(row, "options"),
            row.getBoolean("relrowsecurity"),
            row.getBoolean("relforcerowsecurity"),
            row.getString("identity")));
  }

  private static final String COLUMNS =
      """
      SELECT a.attrelid, a.attnum, quote_ident(a.attname) AS name,
             format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attgenerated,
             a.attidentity, a.attinhcount > 0 AS is_inherited,
             pg_get_expr(d.adbin, d.adrelid) AS expression,
             CASE WHEN a.attcollation <> t.typcollation
                  THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.collname)
                          FROM pg_collation AS o JOIN pg_namespace AS n ON n.oid = o.collnamespace
                         WHERE o.oid = a.attcollation) END AS collation,
             CASE WHEN a.attstorage <> t.typstorage
                  THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                         WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
             CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
             nullif(a.attstattarget, -1) AS statistics_target,
             format_type(s.seqtypid, NULL) AS seqtype, s.seqstart, s.seqincrement, s.seqmin,
             s.seqmax, s.seqcache, s.seqcycle
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_depend AS i ON a.attidentity <> '' AND i.classid = 1259 AND i.refclassid = 1259
                                AND i.refobjid = a.attrelid AND i.refobjsubid = a.attnum
                                AND i.deptype = 'i'
        LEFT JOIN pg_sequence AS s ON s.seqrelid = i.objid
       WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND c.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
       ORDER BY a.attrelid, a.attnum
      """;

  private void readColumn(ResultSet row) throws SQLException {
    var table = addresses.table(row.getLong("attrelid"));
    var key = ObjectKey.column(table.schema(), table.name(), row.getString("name"));
    addresses.addColumn(row.getLong("attrelid"), row.getInt("attnum"), key);
    addresses.addDependency(key, table);
    addresses.addToOrder(table, key.name());
    var expression = row.getString("expression");
    var generated = row.getString("attgenerated");
    found.accept(
        new Column(
            key,
            row.getString("type"),
            row.getBoolean("attnotnull"),
            generated.isEmpty() ? expression : null,
            generated.isEmpty() || expression == null
                ? null
                : new Column.Generated(expression, generated.equals("s")),
            identity(row),
            row.getString("collation"),
            row.getString("storage"),
            row.getString("compression"),
            row.getObject("statistics_target", Integer.class),
            row.getBoolean("is_inherited")));
  }

  private static Column.@Nullable Identity identity(ResultSet row) throws SQLException {
    var identity = row.getString("attidentity");
    // A partition's column shares its parent's sequence and has none of its own.
    if (identity.isEmpty() || row.getString("seqtype") == null) return null;
    return new Column.Identity(identity.equals("a"), options(row));
  }

  private static SequenceOptions options(ResultSet row) throws SQLException {
    return new SequenceOptions(
        row.getString("seqtype"),
        row.getLong("seqstart"),
        row.getLong("seqincrement"),
        row.getLong("seqmin"),
        row.getLong("seqmax"),
        row.getLong("seqcache"),
        row.getBoolean("seqcycle"));
  }

  private static final String VIEWS =
      """
      SELECT c.oid, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
             c.relkind = 'm' AS is_materialised, pg_get_viewdef(c.oid) AS query,
             (SELECT array_agg(option ORDER BY option) FROM unnest(c.reloptions) AS option) AS options,
             (SELECT array_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                               ORDER BY a.attnum)
                FROM pg_attribute AS a
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
             (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum)
                FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0) AS names
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND c.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readView(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.VIEW, row.getString("schema"), row.getString("name"));
    addresses.add(Addresses.PG_CLASS, row.getLong("oid"), key);
    addresses.addDependency(key, ObjectKey.of(Kind.SCHEMA, key.schema()));
    int number = 0;
    for (var column : Section.strings(row, "names")) {
      addresses.addViewColumn(
          row.getLong("oid"), ++number, ObjectKey.column(key.schema(), key.name(), column));
    }
    var query = row.getString("query").strip();
    found.accept(
        new View(
            key,
            row.getBoolean("is_materialised"),
            query.endsWith(";") ? query.substring(0, query.length() - 1) : query,
            Section.strings(row, "columns"),
            Section.strings(row, "options")));
  }

  private static final String SEQUENCES =
      """
      SELECT c.oid, quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name,
             c.relpersistence, format_type(s.seqtypid, NULL) AS seqtype, s.seqstart, s.seqincrement,
             s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid AS owner_table,
             d.refobjsubid AS owner_column
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_sequence AS s ON s.seqrelid = c.oid
        LEFT JOIN pg_depend AS d ON d.classid = 1259 AND d.objid = c.oid AND d.refclassid = 1259
                                AND d.refobjsubid > 0 AND d.deptype = 'a'
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND c.oid NOT IN (SELECT objid FROM pg_depend
                            WHERE classid = 1259 AND deptype IN ('e', 'i'))
      """;

  private void readSequence(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.SEQUENCE, row.getString("schema"), row.getString("name"));
    addresses.add(Addresses.PG_CLASS, row.getLong("oid"), key);
    addresses.addDependency(key, ObjectKey.of(Kind.SCHEMA, key.schema()));
    found.accept(
        new Sequence(
            key,
            options(row),
            row.getString("relpersistence").equals("p"),
            addresses.find(
                Addresses.PG_CLASS, row.getLong("owner_table"), row.getInt("owner_column"))));
  }
}
