package dev.tallystick.schema.catalogue;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Rule;
import dev.tallystick.schema.catalogue.SchemaObject.Statistics;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads what hangs on tables and views: constraints, indexes, triggers, policies.
final class TableParts {
  private final Addresses addresses;
  private final Consumer<SchemaObject> found;

  TableParts(Addresses addresses, Consumer<SchemaObject> found) {
    this.addresses = addresses;
    this.found = found;
  }

  List<Section> sections() {
    return List.of(
        new Section(CONSTRAINTS, this::readConstraint),
        new Section(INDEXES, this::readIndex),
        new Section(STATISTICS, this::readStatistics),
        new Section(TRIGGERS, this::readTrigger),
        new Section(POLICIES, this::readPolicy),
        new Section(RULES, this::readRule));
  }

  private ObjectKey part(Kind kind, ObjectKey table, String name) {
    var key = new ObjectKey(kind, table.schema(), table.name(), name);
    addresses.addDependency(key, table);
    return key;
  }

  private static final String CONSTRAINTS =
      """
      SELECT c.oid, c.conrelid, quote_ident(c.conname) AS name, c.contype,
             pg_get_constraintdef(c.oid) AS definition, c.convalidated, c.condeferrable, c.confrelid,
             (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place)
                FROM unnest(c.conkey) WITH ORDINALITY AS k (number, place)
                JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns,
             (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place)
                FROM unnest(c.confkey) WITH ORDINALITY AS k (number, place)
                JOIN pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.number) AS referenced
        FROM pg_constraint AS c
        JOIN pg_class AS t ON t.oid = c.conrelid
        JOIN pg_namespace AS n ON n.oid = t.relnamespace
       WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND c.coninhcount = 0 AND c.conparentid = 0
         AND t.relkind IN ('r', 'p') AND t.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readConstraint(ResultSet row) throws SQLException {
    var table = addresses.table(row.getLong("conrelid"));
    var key = part(Kind.CONSTRAINT, table, row.getString("name"));
    addresses.add(Addresses.PG_CONSTRAINT, row.getLong("oid"), key);
    var type = type(row.getString("contype"));
    var references =
        type == Constraint.Type.FOREIGN_KEY
            ? new Constraint.References(
                addresses.table(row.getLong("confrelid")), Section.strings(row, "referenced"))
            : null;
    var definition = row.getString("definition");
    var isEnforced = !definition.endsWith(" NOT ENFORCED");
    found.accept(
        new Constraint(
            key,
            type,
            definition.replaceFirst(" NOT (VALID|ENFORCED)$", ""),
            row.getBoolean("convalidated") || !isEnforced,
            isEnforced,
            row.getBoolean("condeferrable"),
            Section.strings(row, "columns"),
            references));
  }

  private static Constraint.Type type(String letter) {
    return switch (letter) {
      case "p" -> Constraint.Type.PRIMARY_KEY;
      case "u" -> Constraint.Type.UNIQUE;
      case "c" -> Constraint.Type.CHECK;
      case "x" -> Constraint.Type.EXCLUSION;
      case "f" -> Constraint.Type.FOREIGN_KEY;
      default -> throw new IllegalStateException("constraint type " + letter);
    };
  }

  private static final String INDEXES =
      """
      SELECT x.oid, quote_ident(n.nspname) AS schema, quote_ident(x.relname) AS name, i.indrelid,
             pg_get_indexdef(x.oid) AS definition, m.amname AS method, i.indisunique, i.indisvalid,
             i.indnkeyatts,
             (SELECT array_agg(quote_ident(a.attname) ORDER BY k.place)
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
                LEFT JOIN pg_attribute AS a
                  ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0) AS columns,
             (SELECT array_agg(pg_get_indexdef(x.oid, place, false) ORDER BY place)
                FROM generate_series(1, i.indnkeyatts) AS place) AS expressions,
             pg_get_expr(i.indpred, i.indrelid) AS predicate
        FROM pg_index AS i
        JOIN pg_class AS x ON x.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = x.relnamespace
        JOIN pg_am AS m ON m.oid = x.relam
        JOIN pg_class AS t ON t.oid = i.indrelid
       WHERE t.relkind IN ('r', 'p', 'm') AND x.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND NOT x.relispartition
         AND x.oid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x'))
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readIndex(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.INDEX, row.getString("schema"), row.getString("name"));
    var table = addresses.table(row.getLong("indrelid"));
    addresses.add(Addresses.PG_CLASS, row.getLong("oid"), key);
    addresses.addDependency(key, table);
    int keyCount = row.getInt("indnkeyatts");
    var columns = (String[]) row.getArray("columns").getArray();
    var expressions = Section.strings(row, "expressions");
    var keys = new ArrayList<Index.Part>();
    for (int i = 0; i < keyCount; i++) {
      keys.add(new Index.Part(columns[i], expressions.get(i)));
    }
    var includes = new ArrayList<String>();
    for (int i = keyCount; i < columns.length; i++) includes.add(columns[i]);
    found.accept(
        new Index(
            key,
            table,
            row.getString("definition"),
            row.getString("method"),
            row.getBoolean("indisunique"),
            List.copyOf(keys),
            List.copyOf(includes),
            row.getString("predicate"),
            row.getBoolean("indisvalid")));
  }

  private static final String STATISTICS =
      """
      SELECT s.oid, quote_ident(n.nspname) AS schema, quote_ident(s.stxname) AS name, s.stxrelid,
             pg_get_statisticsobjdef(s.oid) AS definition
        FROM pg_statistic_ext AS s
        JOIN pg_namespace AS n ON n.oid = s.stxnamespace
       WHERE s.stxrelid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private void readStatistics(ResultSet row) throws SQLException {
    var key = ObjectKey.of(Kind.STATISTICS, row.getString("schema"), row.getString("name"));
    var table = addresses.table(row.getLong("stxrelid"));
    addresses.add(Addresses.PG_STATISTIC_EXT, row.getLong("oid"), key);
    addresses.addDependency(key, table);
    found.accept(new Statistics(key, table, row.getString("definition")));
  }

  private static final String TRIGGERS =
      """
      SELECT g.oid, g.tgrelid, quote_ident(g.tgname) AS name, pg_get_triggerdef(g.oid) AS definition,
             g.tgconstraint <> 0 AS is_constraint,
             CASE g.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'
                              WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END AS enabled
        FROM pg_trigger AS g
        JOIN pg_class AS t ON t.oid = g.tgrelid
        JOIN pg_namespace AS n ON n.oid = t.relnamespace
       WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND t.relkind IN ('r', 'p', 'v')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readTrigger(ResultSet row) throws SQLException {
    var key = part(Kind.TRIGGER, addresses.table(row.getLong("tgrelid")), row.getString("name"));
    addresses.add(Addresses.PG_TRIGGER, row.getLong("oid"), key);
    found.accept(
        new Trigger(
            key,
            row.getString("definition"),
            row.getString("enabled"),
            row.getBoolean("is_constraint")));
  }

  private static final String POLICIES =
      """
      SELECT p.oid, p.polrelid, quote_ident(p.polname) AS name, p.polpermissive,
             CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                           WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
             (SELECT array_agg(r.name ORDER BY r.name COLLATE "C")
                FROM unnest(p.polroles) AS role,
                     LATERAL (SELECT CASE role WHEN 0 THEN 'PUBLIC'
                                               ELSE role::regrole::text END) AS r (name)) AS roles,
             pg_get_expr(p.polqual, p.polrelid) AS using_expression,
             pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
        FROM pg_policy AS p
        JOIN pg_class AS t ON t.oid = p.polrelid
       WHERE t.relkind IN ('r', 'p') AND t.oid >= 16384
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readPolicy(ResultSet row) throws SQLException {
    var key = part(Kind.POLICY, addresses.table(row.getLong("polrelid")), row.getString("name"));
    addresses.add(Addresses.PG_POLICY, row.getLong("oid"), key);
    found.accept(
        new Policy(
            key,
            row.getBoolean("polpermissive"),
            row.getString("command"),
            Section.strings(row, "roles"),
            row.getString("using_expression"),
            row.getString("check_expression")));
  }

  private static final String RULES =
      """
      SELECT r.oid, r.ev_class, quote_ident(r.rulename) AS name, pg_get_ruledef(r.oid) AS definition
        FROM pg_rewrite AS r
        JOIN pg_class AS t ON t.oid = r.ev_class
        JOIN pg_namespace AS n ON n.oid = t.relnamespace
       WHERE r.rulename <> '_RETURN' AND t.relkind IN ('r', 'p', 'v') AND t.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND t.oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 1259 AND deptype = 'e')
      """;

  private void readRule(ResultSet row) throws SQLException {
    var key = part(Kind.RULE, addresses.table(row.getLong("ev_class")), row.getString("name"));
    addresses.add(Addresses.PG_REWRITE, row.getLong("oid"), key);
    var definition = row.getString("definition").strip();
    found.accept(new Rule(key, definition.replaceFirst(";$", "")));
  }
}
