package dev.tallystick.schema.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Everything that one database declares.
///
/// @param serverMajor the major version of the PostgreSQL that printed it
/// @param objects by their keys
/// @param comments on those objects, and on columns of views
/// @param grants on those objects, of others than their owners
/// @param dependsOn for each object, the objects that it cannot be without
/// @param columnOrder the names of each table's columns, and of each composite type's attributes,
///   in their order; it is not compared
/// @param assignmentCasts pairs `from→to` of types that PostgreSQL converts in an assignment
/// @param unmanaged what is there and not modelled, as PostgreSQL describes it: aggregates,
///   operators, publications …
public record Catalogue(
    int serverMajor,
    SortedMap<ObjectKey, SchemaObject> objects,
    Map<ObjectKey, String> comments,
    Map<ObjectKey, SortedSet<Grant>> grants,
    Map<ObjectKey, Set<ObjectKey>> dependsOn,
    Map<ObjectKey, List<String>> columnOrder,
    Set<String> assignmentCasts,
    List<String> unmanaged) {

  /// The same declarations, whatever server printed them and however it got there.
  public boolean declaresTheSameAs(Catalogue other) {
    return objects.equals(other.objects)
        && comments.equals(other.comments)
        && grants.equals(other.grants);
  }

  /// The object of `key`, if there is one.
  public Optional<SchemaObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// The object of `key`, which is there.
  ///
  /// @throws IllegalStateException if it is not
  public SchemaObject get(ObjectKey key) {
    return find(key).orElseThrow(() -> new IllegalStateException("there is no " + key));
  }

  /// All objects of one type, in the order of their keys.
  public <T extends SchemaObject> List<T> all(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// The parts of a table that are of one type.
  public <T extends SchemaObject> List<T> of(ObjectKey table, Class<T> type) {
    return all(type).stream().filter(part -> table.equals(tableOf(part))).toList();
  }

  /// The columns of a table, in their order.
  public List<SchemaObject.Column> columns(ObjectKey table) {
    return columnOrder.getOrDefault(table, List.of()).stream()
        .map(name -> objects.get(ObjectKey.column(table.schema(), table.name(), name)))
        .filter(SchemaObject.Column.class::isInstance)
        .map(SchemaObject.Column.class::cast)
        .toList();
  }

  /// The table or materialised view that an object is on; its own key if it is on none.
  public static ObjectKey tableOf(SchemaObject object) {
    return switch (object) {
      case SchemaObject.Index index -> index.table();
      case SchemaObject.Statistics statistics -> statistics.table();
      case SchemaObject other -> other.key().owner();
    };
  }

  /// The objects that cannot be without `key`.
  public Set<ObjectKey> dependents(ObjectKey key) {
    var found = new TreeSet<ObjectKey>();
    dependsOn.forEach(
        (dependent, needed) -> {
          if (needed.contains(key)) found.add(dependent);
        });
    return found;
  }

  /// What an object needs.
  public Set<ObjectKey> needs(ObjectKey key) {
    return dependsOn.getOrDefault(key, Set.of());
  }

  /// The names of the schemas that something is declared in.
  public Set<String> usedSchemas() {
    var used = new TreeSet<String>();
    for (var key : objects.keySet()) {
      if (key.kind() == ObjectKey.Kind.SCHEMA && !key.name().equals("public")) used.add(key.name());
      if (!key.schema().isEmpty()) used.add(key.schema());
    }
    return used;
  }

  /// The objects that pass, with their comments and grants.
  public Catalogue filtered(Predicate<ObjectKey> isKept) {
    return new Catalogue(
        serverMajor,
        kept(objects, isKept),
        kept(comments, isKept),
        kept(grants, isKept),
        kept(dependsOn, isKept),
        columnOrder,
        assignmentCasts,
        unmanaged);
  }

  /// The same, with other versions of some objects.
  public Catalogue with(Map<ObjectKey, SchemaObject> others) {
    if (others.isEmpty()) return this;
    var all = new TreeMap<>(objects);
    all.putAll(others);
    return new Catalogue(
        serverMajor,
        Collections.unmodifiableSortedMap(all),
        comments,
        grants,
        dependsOn,
        columnOrder,
        assignmentCasts,
        unmanaged);
  }

  private static <T> SortedMap<ObjectKey, T> kept(
      Map<ObjectKey, T> all, Predicate<ObjectKey> isKept) {
    var kept = new TreeMap<ObjectKey, T>();
    all.forEach(
        (key, value) -> {
          if (isKept.test(key)) kept.put(key, value);
        });
    return Collections.unmodifiableSortedMap(kept);
  }

  /// The sequence that a column counts by and takes along, other than an identity's.
  public Optional<SchemaObject.Sequence> ownedSequence(ObjectKey column) {
    return all(SchemaObject.Sequence.class).stream()
        .filter(sequence -> column.equals(sequence.ownedBy()))
        .findFirst();
  }

  /// Whether a column is an identity column.
  public boolean hasIdentity(ObjectKey column) {
    return objects.get(column) instanceof SchemaObject.Column found && found.identity() != null;
  }

  /// What is declared in some schemas, and the extensions named; grants only to roles named.
  ///
  /// A database often holds more than one project: what this one never mentions is not its
  /// business.
  public Catalogue inScopeOf(Collection<Catalogue> project) {
    var schemas = new TreeSet<String>();
    var extensions = new TreeSet<ObjectKey>();
    var roles = new TreeSet<String>();
    for (var catalogue : project) {
      schemas.addAll(catalogue.usedSchemas());
      for (var key : catalogue.objects.keySet()) {
        if (key.kind() == ObjectKey.Kind.EXTENSION) extensions.add(key);
      }
      for (var grants : catalogue.grants.values()) {
        for (var grant : grants) roles.add(grant.grantee());
      }
    }
    var filtered =
        filtered(
            key ->
                switch (key.kind()) {
                  case SCHEMA -> schemas.contains(key.name());
                  case EXTENSION -> extensions.contains(key);
                  default -> schemas.contains(key.schema());
                });
    return filtered.withGrantsTo(roles);
  }

  private Catalogue withGrantsTo(Set<String> roles) {
    var kept = new TreeMap<ObjectKey, SortedSet<Grant>>();
    grants.forEach(
        (key, all) -> {
          var some = new TreeSet<Grant>();
          for (var grant : all) {
            if (grant.grantee().equals("PUBLIC") || roles.contains(grant.grantee()))
              some.add(grant);
          }
          if (!some.isEmpty()) kept.put(key, some);
        });
    return withGrants(kept);
  }

  /// The same, with other grants.
  public Catalogue withGrants(Map<ObjectKey, SortedSet<Grant>> others) {
    return new Catalogue(
        serverMajor, objects, comments, others, dependsOn, columnOrder, assignmentCasts, unmanaged);
  }
}
