package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An index, whether it was declared as one or stands behind a constraint.
///
/// @param key of the index, or of its constraint
/// @param treatsNullsAlike `NULLS NOT DISTINCT`
/// @param isConstraint whether it cannot be dropped without its constraint
record KeyedIndex(
    ObjectKey key,
    ObjectKey table,
    String method,
    boolean isUnique,
    boolean isDeferrable,
    boolean treatsNullsAlike,
    List<Key> keys,
    List<String> includes,
    @Nullable String predicate,
    boolean isValid,
    boolean isConstraint) {
  /// One key.
  ///
  /// @param column null for an expression
  /// @param sql with its collation, operator class and order
  record Key(@Nullable String column, String sql) {}

  static KeyedIndex of(Index index, boolean isValid) {
    var statement = Items.statement(index.definition());
    int open = Items.indexOf(statement, "(", Items.indexOf(statement, "using", 0));
    var items = Items.in(statement, open);
    var keys = new ArrayList<Key>();
    for (int i = 0; i < index.keys().size(); i++) {
      keys.add(new Key(index.keys().get(i).column(), items.texts().get(i)));
    }
    return new KeyedIndex(
        index.key(),
        index.table(),
        index.method(),
        index.isUnique(),
        false,
        index.definition().contains(" NULLS NOT DISTINCT"),
        List.copyOf(keys),
        index.includes(),
        index.predicate(),
        isValid,
        false);
  }

  /// The index behind a primary key or a unique constraint.
  static KeyedIndex of(Constraint constraint) {
    var definition = constraint.definition();
    var statement = Items.statement(definition);
    int include = Items.indexOf(statement, "include", 0);
    var isTemporal = definition.contains(" WITHOUT OVERLAPS");
    return new KeyedIndex(
        constraint.key(),
        constraint.key().owner(),
        isTemporal ? "gist" : "btree",
        !isTemporal,
        constraint.isDeferrable(),
        definition.startsWith("UNIQUE NULLS NOT DISTINCT"),
        constraint.columns().stream().map(column -> new Key(column, column)).toList(),
        include < 0 ? List.of() : Items.in(statement, include + 1).texts(),
        null,
        true,
        true);
  }

  /// The index's own key, also where a constraint made it.
  ObjectKey indexKey() {
    return ObjectKey.of(ObjectKey.Kind.INDEX, key.schema(), key.name());
  }

  @Nullable String leadingColumn() {
    return keys.getFirst().column();
  }

  List<String> keySql() {
    return keys.stream().map(Key::sql).toList();
  }

  /// Whether rows are found through it that have given values in just these columns.
  boolean finds(Set<String> columns) {
    if (!isValid || keys.size() < columns.size()) return false;
    var isSuited =
        switch (method) {
          case "btree", "gist" -> true;
          case "hash" -> columns.size() == 1;
          default -> false;
        };
    if (!isSuited || !holdsAllRowsWith(columns)) return false;
    var leading = new TreeSet<String>();
    for (var key : keys.subList(0, columns.size())) {
      if (key.column() == null) return false;
      leading.add(key.column());
    }
    return leading.equals(columns);
  }

  /// Whether the predicate, if there is one, only says that some of `columns` are not null.
  private boolean holdsAllRowsWith(Set<String> columns) {
    if (predicate == null) return true;
    for (var part : predicate.replaceAll("[()]", "").split(" AND ", -1)) {
      if (!part.endsWith(" IS NOT NULL")) return false;
      if (!columns.contains(part.substring(0, part.length() - " IS NOT NULL".length()))) {
        return false;
      }
    }
    return true;
  }

  /// `(a, b DESC) INCLUDE (c) WHERE …`, for messages.
  String shape() {
    var shape = new StringBuilder("(" + String.join(", ", keySql()) + ")");
    if (!includes.isEmpty())
      shape.append(" INCLUDE (").append(String.join(", ", includes)).append(')');
    if (predicate != null) shape.append(" WHERE ").append(predicate);
    return shape.toString();
  }

  /// Drops it without stopping writers, as far as PostgreSQL can.
  String dropSql() {
    return isConstraint
        ? "ALTER TABLE %s DROP CONSTRAINT %s;".formatted(table.qualifiedName(), key.name())
        : "DROP INDEX CONCURRENTLY %s;".formatted(key.qualifiedName());
  }
}
