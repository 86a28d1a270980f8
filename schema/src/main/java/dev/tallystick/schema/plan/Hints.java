package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.source.SourceMap;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the comments of the schema files and the command line say about the way to the new schema.
///
/// @param was the former key of an object, by its present one; a part keeps its table
/// @param labelWas the former label of an enum or attribute of a composite type, by type and
///   present label
/// @param backfill the SQL expression for rows that have no value yet, by column
/// @param allowed the reasons for destroying something, by object as in `column app.users.name`
public record Hints(
    SortedMap<ObjectKey, ObjectKey> was,
    Map<ObjectKey, Map<String, String>> labelWas,
    Map<ObjectKey, String> backfill,
    Map<String, String> allowed) {

  /// No hints.
  public static Hints none() {
    return new Hints(Collections.emptySortedMap(), Map.of(), Map.of(), Map.of());
  }

  /// The hints of schema files that declare `after`.
  public static Hints of(SourceMap source, Catalogue after, Map<String, String> allowed) {
    var was = new TreeMap<ObjectKey, ObjectKey>();
    var labelWas = new TreeMap<ObjectKey, Map<String, String>>();
    for (var directive : source.directives("was")) {
      if (directive.declaration() == null) continue;
      var key = SourceMap.keyOf(directive.declaration(), after);
      if (key.isEmpty()) continue;
      if (directive.label() != null) {
        labelWas
            .computeIfAbsent(key.get(), _ -> new TreeMap<>())
            .put(directive.label(), directive.text().strip().replaceAll("^'|'$", ""));
      } else {
        was.put(key.get(), former(key.get(), directive.text()));
      }
    }
    var backfill = new TreeMap<ObjectKey, String>();
    for (var directive : source.directives("backfill")) {
      if (directive.declaration() == null) continue;
      SourceMap.keyOf(directive.declaration(), after)
          .ifPresent(key -> backfill.put(key, directive.text().strip()));
    }
    return new Hints(was, labelWas, backfill, allowed);
  }

  /// `old_name` or, for what stands by itself in a schema, `old_schema.old_name`.
  private static ObjectKey former(ObjectKey key, String text) {
    var name = SourceMap.nameIn(text);
    if (key.kind() == ObjectKey.Kind.ROUTINE) {
      name += key.name().substring(key.name().indexOf('('));
    }
    var schema =
        key.table().isEmpty() ? SourceMap.schemaIn(text).orElse(key.schema()) : key.schema();
    return new ObjectKey(key.kind(), schema, key.table(), name);
  }

  boolean allows(ObjectKey key) {
    return allowed.containsKey(key.toString());
  }
}
