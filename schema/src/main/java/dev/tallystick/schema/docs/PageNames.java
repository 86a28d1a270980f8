package dev.tallystick.schema.docs;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.View;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Which page stands for which table or view.
final class PageNames {
  /// Pages that are no table's; on some file systems in any case.
  private static final Set<String> TAKEN = Set.of("readme.md", "types.md", "routines.md");

  private final TreeMap<ObjectKey, String> files = new TreeMap<>();
  private final boolean hasOneSchema;

  PageNames(Catalogue catalogue) {
    List<ObjectKey> keys =
        Stream.concat(
                catalogue.all(Table.class).stream().map(Table::key),
                catalogue.all(View.class).stream().map(View::key))
            .toList();
    hasOneSchema = keys.stream().map(ObjectKey::schema).distinct().count() <= 1;
    var taken = new HashSet<>(TAKEN);
    for (var key : keys) {
      var base = title(key).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}_.]+", "-");
      var file = base + ".md";
      for (int i = 2; !taken.add(file); i++) file = base + "-" + i + ".md";
      files.put(key, file);
    }
  }

  /// The name for people: with its schema where there are several.
  String title(ObjectKey key) {
    var name = Name.plain(key.name());
    return hasOneSchema ? name : Name.plain(key.schema()) + "." + name;
  }

  String file(ObjectKey key) {
    var file = files.get(key);
    if (file == null) throw new IllegalArgumentException(key + " has no page");
    return file;
  }

  String link(ObjectKey key) {
    return "[" + Markdown.text(title(key)) + "](" + file(key) + ")";
  }
}
