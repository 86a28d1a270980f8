package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the rules look at: a catalogue, arranged by tables once for all of them.
final class Subject {
  private static final int NAME_LENGTH_MAX = 63;

  private final Catalogue catalogue;
  private final Places places;
  private final LiveStatistics live;
  private final Instant now;
  private final Map<ObjectKey, LintedTable> tables = new TreeMap<>();
  private final Map<ObjectKey, List<KeyedIndex>> indexes = new TreeMap<>();
  private final Map<ObjectKey, List<Constraint>> referrers = new HashMap<>();
  private final boolean commentsIndexes;
  private final Set<ObjectKey> neededByOthers = new HashSet<>();

  Subject(Catalogue catalogue, Places places, LiveStatistics live, Instant now) {
    this.catalogue = catalogue;
    this.places = places;
    this.live = live;
    this.now = now;
    this.commentsIndexes = commentsIndexes(catalogue);
    for (var needed : catalogue.dependsOn().values()) neededByOthers.addAll(needed);
    var columns = new HashMap<ObjectKey, Map<String, Column>>();
    var constraints = new HashMap<ObjectKey, List<Constraint>>();
    var triggers = new HashMap<ObjectKey, List<Trigger>>();
    for (var object : catalogue.objects().values()) {
      var owner = object.key().owner();
      if (object instanceof Column column) {
        columns.computeIfAbsent(owner, _ -> new TreeMap<>()).put(column.key().name(), column);
      } else if (object instanceof Trigger trigger) {
        triggers.computeIfAbsent(owner, _ -> new ArrayList<>()).add(trigger);
      } else if (object instanceof Constraint constraint) {
        constraints.computeIfAbsent(owner, _ -> new ArrayList<>()).add(constraint);
        take(constraint);
      } else if (object instanceof Index index) {
        add(KeyedIndex.of(index, index.isValid() && live.isValid(index.key())));
      }
    }
    for (var table : catalogue.all(Table.class)) {
      tables.put(
          table.key(),
          new LintedTable(
              table,
              columns.getOrDefault(table.key(), Map.of()),
              constraints.getOrDefault(table.key(), List.of()),
              triggers.getOrDefault(table.key(), List.of())));
    }
  }

  private void take(Constraint constraint) {
    switch (constraint.type()) {
      case PRIMARY_KEY, UNIQUE -> add(KeyedIndex.of(constraint));
      case FOREIGN_KEY -> {
        var references = constraint.references();
        if (references != null) {
          referrers.computeIfAbsent(references.table(), _ -> new ArrayList<>()).add(constraint);
        }
      }
      case CHECK, EXCLUSION -> {}
    }
  }

  private void add(KeyedIndex index) {
    indexes.computeIfAbsent(index.table(), _ -> new ArrayList<>()).add(index);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Places places() {
    return places;
  }

  LiveStatistics live() {
    return live;
  }

  Instant now() {
    return now;
  }

  /// Every table, partitions too.
  List<LintedTable> tables() {
    return List.copyOf(tables.values());
  }

  Optional<LintedTable> table(ObjectKey key) {
    return Optional.ofNullable(tables.get(key));
  }

  /// The indexes of each table and materialised view, those of constraints too.
  List<List<KeyedIndex>> indexesByTable() {
    return List.copyOf(indexes.values());
  }

  List<KeyedIndex> indexes() {
    return indexes.values().stream().flatMap(List::stream).toList();
  }

  /// The indexes of a table or materialised view itself.
  List<KeyedIndex> indexesOn(ObjectKey table) {
    return indexes.getOrDefault(table, List.of());
  }

  /// The indexes that no constraint made.
  List<KeyedIndex> declaredIndexes() {
    return indexes().stream().filter(index -> !index.isConstraint()).toList();
  }

  /// Whether a new index belongs with a comment: most have one, or none is there yet.
  boolean commentsIndexes() {
    return commentsIndexes;
  }

  private static boolean commentsIndexes(Catalogue catalogue) {
    var all = catalogue.all(Index.class);
    long commented =
        all.stream().filter(index -> catalogue.comments().containsKey(index.key())).count();
    return commented * 2 > all.size() || all.isEmpty();
  }

  /// The indexes of a table, with those that a partition has from its parents.
  List<KeyedIndex> indexesOf(LintedTable table) {
    var found = new ArrayList<>(indexesOn(table.key()));
    for (var at = table.table(); at.partition() != null; ) {
      var parent = tables.get(at.partition().of());
      if (parent == null) break;
      found.addAll(indexesOn(parent.key()));
      at = parent.table();
    }
    return found;
  }

  /// The foreign keys that point to a table.
  List<Constraint> referrers(ObjectKey table) {
    return referrers.getOrDefault(table, List.of());
  }

  /// The column that an index starts with, unless that is an expression.
  Optional<Column> leading(KeyedIndex index) {
    var name = index.leadingColumn();
    return name == null ? Optional.empty() : table(index.table()).flatMap(t -> t.column(name));
  }

  /// Whether an index is the one that finds the rows of a foreign key.
  boolean servesForeignKey(KeyedIndex index) {
    return table(index.table())
        .map(table -> table.constraints(Constraint.Type.FOREIGN_KEY))
        .orElse(List.of())
        .stream()
        .anyMatch(foreignKey -> index.finds(Set.copyOf(foreignKey.columns())));
  }

  /// Whether another object or the replication of its table hangs on an index.
  boolean isNeeded(KeyedIndex index) {
    if (neededByOthers.contains(index.key())) return true;
    return table(index.table())
        .map(table -> table.table().replicaIdentity().endsWith(" " + index.key().name()))
        .orElse(false);
  }

  /// A name for a new index, that nothing in the schema has.
  String newIndexName(ObjectKey table, List<String> columns) {
    var plain = new StringBuilder(Name.plain(table.name()));
    for (var column : columns) {
      if (!column.isEmpty()) plain.append('_').append(Name.plain(column));
    }
    for (int i = 0; ; i++) {
      var suffix = "_idx" + (i == 0 ? "" : i);
      int kept = Math.min(plain.length(), NAME_LENGTH_MAX - suffix.length());
      var name = Name.printed(plain.substring(0, kept) + suffix);
      if (!isTaken(table.schema(), name)) return name;
    }
  }

  private boolean isTaken(String schema, String name) {
    return catalogue.objects().containsKey(ObjectKey.of(ObjectKey.Kind.INDEX, schema, name))
        || catalogue.objects().containsKey(ObjectKey.table(schema, name));
  }

  /// An object of one type, if there is one of that key.
  <T extends SchemaObject> Optional<T> find(ObjectKey key, Class<T> type) {
    return catalogue.find(key).filter(type::isInstance).map(type::cast);
  }
}
