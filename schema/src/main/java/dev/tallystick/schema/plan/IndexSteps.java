package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.plan.Fates.Fate;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The steps that build indexes, and constraints that stand on one, without stopping writers.
final class IndexSteps {
  private final Catalogue after;
  private final Fates fates;

  IndexSteps(Catalogue after, Fates fates) {
    this.after = after;
    this.fates = fates;
  }

  private boolean isNew(ObjectKey table) {
    var fate = fates.of(table);
    return fate == Fate.CREATE || fate == Fate.REPLACE;
  }

  private boolean isPartitioned(ObjectKey table) {
    return after.objects().get(table) instanceof Table t && t.partitionKey() != null;
  }

  private List<ObjectKey> partitionsOf(ObjectKey table) {
    return after.all(Table.class).stream()
        .filter(t -> t.partition() != null && t.partition().of().equals(table))
        .map(Table::key)
        .toList();
  }

  List<Step> create(Index index) {
    return build(index, index.key().name());
  }

  /// The new index is there before the old one goes, so that queries always have one.
  List<Step> rebuild(Index old, Index present) {
    var key = present.key();
    if (old.definition().equals(present.definition())) {
      return List.of(
          Step.of(Action.ALTER, key, "REINDEX INDEX CONCURRENTLY " + key.qualifiedName()).alone());
    }
    var newName = Name.with(key.name(), "_new");
    var steps = new ArrayList<>(build(present, newName));
    steps.add(drop(old));
    steps.add(
        Step.of(
            Action.RENAME,
            key,
            "ALTER INDEX %s.%s RENAME TO %s".formatted(key.schema(), newName, key.name())));
    return steps;
  }

  Step drop(Index index) {
    if (isPartitioned(index.table()) || index.table().kind() == ObjectKey.Kind.VIEW) {
      return Step.of(Action.DROP, index.key(), Ddl.drop(index));
    }
    return Step.of(
            Action.DROP, index.key(), "DROP INDEX CONCURRENTLY " + index.key().qualifiedName())
        .alone();
  }

  private List<Step> build(Index index, String name) {
    var fate = fates.of(index.table());
    if (isNew(index.table()) || fate == Fate.REPLACE) {
      return List.of(Step.of(Action.CREATE, index.key(), sql(index, name, index.table(), "")));
    }
    if (index.table().kind() == ObjectKey.Kind.VIEW || !isPartitioned(index.table())) {
      return List.of(
          Step.of(Action.CREATE, index.key(), sql(index, name, index.table(), "CONCURRENTLY "))
              .alone());
    }
    var steps = new ArrayList<Step>();
    buildPartitioned(index, name, index.table(), steps);
    return steps;
  }

  /// The parent's index is only a name until every partition has its share.
  private void buildPartitioned(Index index, String name, ObjectKey table, List<Step> steps) {
    steps.add(Step.of(Action.CREATE, index.key(), sql(index, name, table, "")));
    for (var partition : partitionsOf(table)) {
      var share = Name.with(partition.name(), "_" + Name.plain(name));
      if (isPartitioned(partition)) {
        buildPartitioned(index, share, partition, steps);
      } else if (isNew(partition)) {
        steps.add(Step.of(Action.CREATE, index.key(), sql(index, share, partition, "")));
      } else {
        steps.add(
            Step.of(Action.CREATE, index.key(), sql(index, share, partition, "CONCURRENTLY "))
                .alone());
      }
      steps.add(
          Step.of(
              Action.ATTACH,
              index.key(),
              "ALTER INDEX %s.%s ATTACH PARTITION %s.%s"
                  .formatted(table.schema(), name, partition.schema(), share)));
    }
  }

  /// The index's definition, under another name, on another table.
  private String sql(Index index, String name, ObjectKey table, String concurrently) {
    var definition = index.definition();
    int using = definition.indexOf(" USING ", definition.indexOf(" ON "));
    var only = isPartitioned(table) && !isNew(table) ? "ONLY " : "";
    return "CREATE %sINDEX %s%s ON %s%s%s"
        .formatted(
            index.isUnique() ? "UNIQUE " : "",
            concurrently,
            name,
            only,
            table.qualifiedName(),
            definition.substring(using));
  }

  /// A primary key or unique constraint of an existing table, on an index that was built before.
  /// Empty where PostgreSQL has no such way: for partitioned tables and exclusions.
  Optional<List<Step>> constraint(Constraint present, Optional<Constraint> replaced) {
    var table = present.key().owner();
    if (!canUseIndex(present)) return Optional.empty();
    var key = present.key();
    var name = replaced.isPresent() ? Name.with(key.name(), "_new") : key.name();
    var definition = present.definition();
    int open = definition.indexOf('(');
    var deferring = definition.replaceFirst("^.*?( (?:NOT )?DEFERRABLE.*)$", "$1");
    if (deferring.equals(definition)) deferring = "";
    var columns = definition.substring(open, definition.length() - deferring.length());
    var nulls = definition.contains("NULLS NOT DISTINCT (") ? " NULLS NOT DISTINCT" : "";
    var steps = new ArrayList<Step>();
    steps.add(
        Step.of(
                Action.CREATE,
                key,
                "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s %s"
                    .formatted(name, table.qualifiedName(), withNulls(columns, nulls)))
            .alone());
    replaced.ifPresent(old -> steps.add(Step.of(Action.DROP, key, Ddl.drop(old))));
    var type = present.type() == Constraint.Type.PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
    steps.add(
        Step.of(
            Action.CREATE,
            key,
            "%sADD CONSTRAINT %s %s USING INDEX %s%s"
                .formatted(Ddl.alterTable(key), key.name(), type, name, deferring)));
    return Optional.of(steps);
  }

  boolean canUseIndex(Constraint present) {
    var table = present.key().owner();
    return present.type() != Constraint.Type.EXCLUSION
        && present.hasIndex()
        && !isNew(table)
        && !isPartitioned(table)
        // PostgreSQL 18's temporal keys need an index of their own.
        && !present.definition().contains(" WITHOUT OVERLAPS");
  }

  /// `(a, b) INCLUDE (c) WITH (…)` with the clause in its place.
  private static String withNulls(String columns, String nulls) {
    int with = columns.indexOf(" WITH (");
    return with < 0
        ? columns + nulls
        : columns.substring(0, with) + nulls + columns.substring(with);
  }
}
