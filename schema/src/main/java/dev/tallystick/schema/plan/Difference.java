package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What two catalogues declare differently.
///
/// @param objects that were added, removed or altered
/// @param comments that differ: the new text, or empty where there is none any more
/// @param grants that differ, by the object they are on
public record Difference(
    SortedMap<ObjectKey, Change> objects,
    SortedMap<ObjectKey, Optional<String>> comments,
    SortedMap<ObjectKey, GrantChange> grants) {

  /// How one object differs.
  public sealed interface Change {
    /// It is only in the second catalogue.
    record Added(SchemaObject after) implements Change {}

    /// It is only in the first.
    record Removed(SchemaObject before) implements Change {}

    /// It is in both, and not the same.
    record Altered(SchemaObject before, SchemaObject after) implements Change {}
  }

  /// How the grants on one object differ.
  public record GrantChange(Set<Grant> revoked, Set<Grant> granted) {}

  /// The difference from `before` to `after`.
  public static Difference between(Catalogue before, Catalogue after) {
    var objects = new TreeMap<ObjectKey, Change>();
    before
        .objects()
        .forEach(
            (key, old) -> {
              var present = after.objects().get(key);
              if (present == null) objects.put(key, new Change.Removed(old));
              else if (!present.equals(old)) objects.put(key, new Change.Altered(old, present));
            });
    after
        .objects()
        .forEach(
            (key, present) -> {
              if (!before.objects().containsKey(key)) objects.put(key, new Change.Added(present));
            });
    return new Difference(
        Collections.unmodifiableSortedMap(objects),
        comments(before, after),
        grants(before.grants(), after.grants()));
  }

  private static SortedMap<ObjectKey, Optional<String>> comments(
      Catalogue before, Catalogue after) {
    var changed = new TreeMap<ObjectKey, Optional<String>>();
    after
        .comments()
        .forEach(
            (key, text) -> {
              if (!text.equals(before.comments().get(key))) changed.put(key, Optional.of(text));
            });
    for (var key : before.comments().keySet()) {
      if (!after.comments().containsKey(key)) changed.put(key, Optional.empty());
    }
    return Collections.unmodifiableSortedMap(changed);
  }

  private static SortedMap<ObjectKey, GrantChange> grants(
      Map<ObjectKey, SortedSet<Grant>> before, Map<ObjectKey, SortedSet<Grant>> after) {
    var keys = new TreeSet<ObjectKey>(before.keySet());
    keys.addAll(after.keySet());
    var changed = new TreeMap<ObjectKey, GrantChange>();
    for (var key : keys) {
      var old = before.getOrDefault(key, Collections.emptySortedSet());
      var present = after.getOrDefault(key, Collections.emptySortedSet());
      if (!old.equals(present)) changed.put(key, change(old, present));
    }
    return Collections.unmodifiableSortedMap(changed);
  }

  static GrantChange change(Set<Grant> before, Set<Grant> after) {
    var revoked = new TreeSet<>(before);
    revoked.removeAll(after);
    var granted = new TreeSet<>(after);
    granted.removeAll(before);
    return new GrantChange(
        Collections.unmodifiableSet(revoked), Collections.unmodifiableSet(granted));
  }

  /// Whether both declare the same.
  public boolean isEmpty() {
    return objects.isEmpty() && comments.isEmpty() && grants.isEmpty();
  }
}
