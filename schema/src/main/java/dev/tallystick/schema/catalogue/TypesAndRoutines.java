package dev.tallystick.schema.catalogue;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.catalogue.SchemaObject.Extension;
import dev.tallystick.schema.catalogue.SchemaObject.Namespace;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads schemas, extensions, types and routines.
final class TypesAndRoutines {
  private final Addresses addresses;
  private final Consumer<SchemaObject> found;

  TypesAndRoutines(Addresses addresses, Consumer<SchemaObject> found) {
    this.addresses = addresses;
    this.found = found;
  }

  List<Section> sections() {
    return List.of(
        new Section(SCHEMAS, this::readSchema),
        new Section(EXTENSIONS, this::readExtension),
        new Section(ENUMS, this::readEnum),
        new Section(DOMAINS, this::readDomain),
        new Section(COMPOSITES, this::readComposite),
        new Section(ROUTINES, this::readRoutine));
  }

  private static final String SCHEMAS =
      """
      SELECT n.oid, quote_ident(n.nspname) AS name
        FROM pg_namespace AS n
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND n.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 2615 AND deptype = 'e')
      """;

  private void readSchema(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.SCHEMA, row.getString("name"));
    addresses.add(Addresses.PG_NAMESPACE, row.getLong("oid"), key);
    found.accept(new Namespace(key));
  }

  private static final String EXTENSIONS =
      """
      SELECT e.oid, quote_ident(e.extname) AS name, quote_ident(n.nspname) AS schema
        FROM pg_extension AS e
        JOIN pg_namespace AS n ON n.oid = e.extnamespace
       WHERE e.extname <> 'plpgsql'
      """;

  private void readExtension(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.EXTENSION, row.getString("name"));
    addresses.add(Addresses.PG_EXTENSION, row.getLong("oid"), key);
    found.accept(new Extension(key, row.getString("schema")));
  }

  private ObjectKey type(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.TYPE, row.getString("schema"), row.getString("name"));
    addresses.add(Addresses.PG_TYPE, row.getLong("oid"), key);
    addresses.addDependency(key, ObjectKey.of(Kind.SCHEMA, key.schema()));
    return key;
  }

  private static final String ENUMS =
      """
      SELECT t.oid, quote_ident(n.nspname) AS schema, quote_ident(t.typname) AS name,
             (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                FROM pg_enum AS e WHERE e.enumtypid = t.oid) AS labels
        FROM pg_type AS t
        JOIN pg_namespace AS n ON n.oid = t.typnamespace
       WHERE t.typtype = 'e'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1247 AND deptype = 'e')
      """;

  private void readEnum(ResultSet row) throws SQLException {
    found.accept(new EnumType(type(row), Section.strings(row, "labels")));
  }

  private static final String DOMAINS =
      """
      SELECT t.oid, quote_ident(n.nspname) AS schema, quote_ident(t.typname) AS name,
             format_type(t.typbasetype, t.typtypmod) AS base_type, t.typnotnull,
             pg_get_expr(t.typdefaultbin, 0) AS default_value,
             CASE WHEN t.typcollation <> b.typcollation
                  THEN (SELECT quote_ident(cn.nspname) || '.' || quote_ident(o.collname)
                          FROM pg_collation AS o JOIN pg_namespace AS cn ON cn.oid = o.collnamespace
                         WHERE o.oid = t.typcollation) END AS collation,
             (SELECT array_agg(quote_ident(c.conname) ORDER BY c.conname)
                FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c') AS check_names,
             (SELECT array_agg(pg_get_constraintdef(c.oid) ORDER BY c.conname)
                FROM pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c') AS checks
        FROM pg_type AS t
        JOIN pg_type AS b ON b.oid = t.typbasetype
        JOIN pg_namespace AS n ON n.oid = t.typnamespace
       WHERE t.typtype = 'd' AND t.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1247 AND deptype = 'e')
      """;

  private void readDomain(ResultSet row) throws SQLException {
    var names = Section.strings(row, "check_names");
    var definitions = Section.strings(row, "checks");
    var checks = new TreeMap<String, Domain.Check>();
    for (int i = 0; i < names.size(); i++) {
      var definition = definitions.get(i);
      var isValid = !definition.endsWith(" NOT VALID");
      checks.put(
          names.get(i), new Domain.Check(definition.replaceFirst(" NOT VALID$", ""), isValid));
    }
    found.accept(
        new Domain(
            type(row),
            row.getString("base_type"),
            row.getString("collation"),
            row.getBoolean("typnotnull"),
            row.getString("default_value"),
            Collections.unmodifiableMap(checks)));
  }

  private static final String COMPOSITES =
      """
      SELECT t.oid, c.oid AS relation, quote_ident(n.nspname) AS schema,
             quote_ident(t.typname) AS name,
             (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute AS a
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS names,
             (SELECT array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
                FROM pg_attribute AS a
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS types,
             (SELECT array_agg(CASE WHEN a.attcollation <> y.typcollation
                                    THEN a.attcollation::regcollation::text ELSE '' END
                               ORDER BY a.attnum)
                FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS collations
        FROM pg_type AS t
        JOIN pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
        JOIN pg_namespace AS n ON n.oid = t.typnamespace
       WHERE t.oid >= 16384 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1247 AND deptype = 'e')
      """;

  private void readComposite(ResultSet row) throws SQLException {
    var key = type(row);
    addresses.add(Addresses.PG_CLASS, row.getLong("relation"), key);
    var names = Section.strings(row, "names");
    var types = Section.strings(row, "types");
    var collations = Section.strings(row, "collations");
    var attributes = new ArrayList<CompositeType.Attribute>();
    for (int i = 0; i < names.size(); i++) {
      var collation = collations.get(i).isEmpty() ? null : collations.get(i);
      attributes.add(new CompositeType.Attribute(names.get(i), types.get(i), collation));
      addresses.addToOrder(key, names.get(i));
    }
    attributes.sort(Comparator.comparing(CompositeType.Attribute::name));
    found.accept(new CompositeType(key, List.copyOf(attributes)));
  }

  private static final String ROUTINES =
      """
      SELECT p.oid, quote_ident(n.nspname) AS schema,
             quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')' AS name,
             p.prokind = 'p' AS is_procedure, pg_get_functiondef(p.oid) AS definition,
             pg_get_function_identity_arguments(p.oid)
               || coalesce(' returns ' || pg_get_function_result(p.oid), '') AS signature,
             p.pronargdefaults, l.lanname AS language
        FROM pg_proc AS p
        JOIN pg_namespace AS n ON n.oid = p.pronamespace
        JOIN pg_language AS l ON l.oid = p.prolang
       WHERE p.prokind IN ('f', 'p', 'w') AND p.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND p.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1255 AND deptype = 'e')
      """;

  private void readRoutine(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.ROUTINE, row.getString("schema"), row.getString("name"));
    addresses.add(Addresses.PG_PROC, row.getLong("oid"), key);
    addresses.addDependency(key, ObjectKey.of(Kind.SCHEMA, key.schema()));
    found.accept(
        new Routine(
            key,
            row.getBoolean("is_procedure"),
            row.getString("definition").strip(),
            row.getString("signature"),
            row.getInt("pronargdefaults"),
            row.getString("language")));
  }
}
