package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.catalogue.SchemaObject.Extension;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SQL that makes, drops and names objects. Pure text.
public final class Ddl {
  private Ddl() {}

  /// `TABLE app.users`, as DROP, COMMENT ON and ALTER take it.
  public static String target(SchemaObject object) {
    var key = object.key();
    var name = key.qualifiedName();
    return switch (object) {
      case SchemaObject.Namespace _ -> "SCHEMA " + name;
      case Extension _ -> "EXTENSION " + name;
      case Domain _ -> "DOMAIN " + name;
      case EnumType _, CompositeType _ -> "TYPE " + name;
      case Sequence _ -> "SEQUENCE " + name;
      case Routine routine -> (routine.isProcedure() ? "PROCEDURE " : "FUNCTION ") + name;
      case Table _ -> "TABLE " + name;
      case Column _ -> "COLUMN " + name;
      case SchemaObject.Index _ -> "INDEX " + name;
      case SchemaObject.Statistics _ -> "STATISTICS " + name;
      case View view -> (view.isMaterialised() ? "MATERIALIZED VIEW " : "VIEW ") + name;
      case Constraint _ -> "CONSTRAINT " + onOwner(key);
      case SchemaObject.Trigger _ -> "TRIGGER " + onOwner(key);
      case Policy _ -> "POLICY " + onOwner(key);
      case SchemaObject.Rule _ -> "RULE " + onOwner(key);
    };
  }

  private static String onOwner(ObjectKey key) {
    return key.name() + " ON " + key.owner().qualifiedName();
  }

  /// `ALTER TABLE app.users `, to be gone on with.
  public static String alterTable(ObjectKey partOrTable) {
    return "ALTER TABLE " + partOrTable.owner().qualifiedName() + " ";
  }

  /// The statement that drops an object.
  public static String drop(SchemaObject object) {
    return switch (object) {
      case Column column -> alterTable(column.key()) + "DROP COLUMN " + column.key().name();
      case Constraint constraint ->
          alterTable(constraint.key()) + "DROP CONSTRAINT " + constraint.key().name();
      case SchemaObject other -> "DROP " + target(other);
    };
  }

  /// The statement that comments on an object, or takes its comment away.
  public static String comment(SchemaObject on, @Nullable String text) {
    return "COMMENT ON %s IS %s".formatted(target(on), text == null ? "NULL" : Name.literal(text));
  }

  /// The statement that makes an object that stands by itself, or a part that exists by itself.
  /// Tables are [#createTable]'s.
  public static String create(SchemaObject object, Catalogue in) {
    var name = object.key().qualifiedName();
    return switch (object) {
      case SchemaObject.Namespace _ -> "CREATE SCHEMA " + name;
      case Extension extension -> "CREATE EXTENSION " + name + " SCHEMA " + extension.schema();
      case EnumType type -> "CREATE TYPE " + name + " AS ENUM (" + labels(type.labels()) + ")";
      case CompositeType type -> "CREATE TYPE " + name + " AS (" + attributes(type, in) + ")";
      case Domain domain -> createDomain(domain);
      case Sequence sequence -> createSequence(sequence);
      case Table table -> createTable(table, in, List.of());
      case Column column -> alterTable(column.key()) + "ADD COLUMN " + column(column);
      case Constraint constraint -> addConstraint(constraint, false);
      case SchemaObject.Index index -> index.definition();
      case SchemaObject.Statistics statistics -> statistics.definition();
      case View view -> createView(view, false);
      case Routine routine -> routine.definition().replaceFirst("^CREATE OR REPLACE ", "CREATE ");
      case SchemaObject.Trigger trigger -> trigger.definition();
      case SchemaObject.Rule rule -> rule.definition();
      case Policy policy -> createPolicy(policy);
    };
  }

  static String labels(List<String> labels) {
    return labels.stream().map(Name::literal).collect(Collectors.joining(", "));
  }

  private static String attributes(CompositeType type, Catalogue in) {
    var order = in.columnOrder().getOrDefault(type.key(), List.of());
    return order.stream()
        .flatMap(name -> type.attributes().stream().filter(a -> a.name().equals(name)))
        .map(CompositeType.Attribute::sql)
        .collect(Collectors.joining(", "));
  }

  private static String createDomain(Domain domain) {
    var sql = new StringBuilder("CREATE DOMAIN " + domain.key().qualifiedName());
    sql.append(" AS ").append(domain.baseType());
    if (domain.collation() != null) sql.append(" COLLATE ").append(domain.collation());
    if (domain.defaultValue() != null) sql.append(" DEFAULT ").append(domain.defaultValue());
    if (domain.isNotNull()) sql.append(" NOT NULL");
    domain
        .checks()
        .forEach((name, check) -> sql.append(" CONSTRAINT " + name + " " + check.definition()));
    return sql.toString();
  }

  private static String createSequence(Sequence sequence) {
    var options = sequence.options();
    var sql = new StringBuilder("CREATE ");
    if (!sequence.isLogged()) sql.append("UNLOGGED ");
    sql.append("SEQUENCE ").append(sequence.key().qualifiedName());
    if (!options.type().equals("bigint")) sql.append(" AS ").append(options.type());
    if (!options.sql().isEmpty()) sql.append(' ').append(options.sql());
    return sql.toString();
  }

  /// The statement that ties a sequence to its column.
  public static String ownedBy(Sequence sequence) {
    var owner = sequence.ownedBy();
    return "ALTER SEQUENCE %s OWNED BY %s"
        .formatted(sequence.key().qualifiedName(), owner == null ? "NONE" : owner.qualifiedName());
  }

  static String createView(View view, boolean replaces) {
    var sql = new StringBuilder("CREATE ");
    if (replaces) sql.append("OR REPLACE ");
    sql.append(view.isMaterialised() ? "MATERIALIZED VIEW " : "VIEW ");
    sql.append(view.key().qualifiedName());
    if (!view.options().isEmpty()) {
      sql.append(" WITH (").append(String.join(", ", view.options())).append(')');
    }
    return sql.append(" AS\n").append(view.query()).toString();
  }

  private static String createPolicy(Policy policy) {
    var sql =
        new StringBuilder(
            "CREATE POLICY %s AS %s FOR %s TO %s"
                .formatted(
                    onOwner(policy.key()),
                    policy.isPermissive() ? "PERMISSIVE" : "RESTRICTIVE",
                    policy.command(),
                    String.join(", ", policy.roles())));
    if (policy.using() != null) sql.append(" USING (").append(policy.using()).append(')');
    if (policy.check() != null) sql.append(" WITH CHECK (").append(policy.check()).append(')');
    return sql.toString();
  }

  /// A column as CREATE TABLE and ADD COLUMN take it.
  public static String column(Column column) {
    var sql = new StringBuilder(column.key().name()).append(' ').append(column.type());
    if (column.storage() != null) sql.append(" STORAGE ").append(column.storage());
    if (column.compression() != null) sql.append(" COMPRESSION ").append(column.compression());
    if (column.collation() != null) sql.append(" COLLATE ").append(column.collation());
    if (column.generated() != null) sql.append(' ').append(column.generated().sql());
    if (column.identity() != null) sql.append(' ').append(column.identity().sql());
    if (column.defaultValue() != null) sql.append(" DEFAULT ").append(column.defaultValue());
    if (column.isNotNull()) sql.append(" NOT NULL");
    return sql.toString();
  }

  /// The statement that adds a constraint to its table.
  public static String addConstraint(Constraint constraint, boolean isNotValid) {
    return alterTable(constraint.key())
        + "ADD "
        + constraint(constraint)
        + (isNotValid && constraint.isEnforced() ? " NOT VALID" : "");
  }

  static String constraint(Constraint constraint) {
    return "CONSTRAINT "
        + constraint.key().name()
        + " "
        + constraint.definition()
        + (constraint.isEnforced() ? "" : " NOT ENFORCED");
  }

  /// A table with its columns and those of its constraints that are given.
  public static String createTable(Table table, Catalogue in, List<Constraint> constraints) {
    var sql = new StringBuilder(table.isLogged() ? "CREATE TABLE " : "CREATE UNLOGGED TABLE ");
    sql.append(table.key().qualifiedName());
    var lines = new ArrayList<String>();
    if (table.partition() != null) {
      sql.append(" PARTITION OF ").append(table.partition().of().qualifiedName());
    } else {
      for (var column : in.columns(table.key())) {
        if (!column.isInherited()) lines.add(column(column));
      }
    }
    for (var constraint : constraints) lines.add(constraint(constraint));
    if (table.partition() == null) {
      sql.append(lines.isEmpty() ? " ()" : lines.stream().collect(ELEMENTS));
      if (!table.parents().isEmpty()) {
        var parents = table.parents().stream().map(ObjectKey::qualifiedName);
        sql.append(parents.collect(Collectors.joining(", ", " INHERITS (", ")")));
      }
    } else {
      if (!lines.isEmpty()) sql.append(lines.stream().collect(ELEMENTS));
      sql.append(' ').append(table.partition().bound());
    }
    if (table.partitionKey() != null) sql.append(" PARTITION BY ").append(table.partitionKey());
    if (!table.options().isEmpty()) {
      sql.append(" WITH (").append(String.join(", ", table.options())).append(')');
    }
    return sql.toString();
  }

  private static final Collector<CharSequence, ?, String> ELEMENTS =
      Collectors.joining(",\n    ", " (\n    ", "\n)");
}
