package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.source.Declaration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where in the files something belongs.
final class Places {
  private final SchemaText files;
  private final Path folder;
  private final Catalogue after;

  /// @param after what the files shall declare
  Places(SchemaText files, Path folder, Catalogue after) {
    this.files = files;
    this.folder = folder;
    this.after = after;
  }

  /// A statement behind the last that is about a table; in a file of its own where no file makes
  /// it.
  void behindTable(ObjectKey table, String sql, boolean isClose) {
    var declaration = files.map().exact(table);
    if (declaration.isEmpty()) {
      append(table, sql);
      return;
    }
    var script = declaration.get().script();
    var last = Mentions.last(script, declaration.get().statement(), names(after, table));
    files.insertBehind(script, last, sql, isClose);
  }

  /// A statement at the end of the file that is named as an object.
  void append(ObjectKey key, String sql) {
    var name = key.kind() == Kind.ROUTINE ? key.name().replaceFirst("\\(.*", "") : key.name();
    var file = Name.plain(name).replaceAll("[^\\p{L}\\p{N}_.-]", "_") + ".sql";
    files.append(folder.resolve(file).toString(), sql);
  }

  /// The names of a table and of its indexes.
  private static List<String> names(Catalogue catalogue, ObjectKey table) {
    var names = new ArrayList<String>();
    names.add(table.name());
    for (var index : catalogue.of(table, SchemaObject.Index.class)) names.add(index.key().name());
    return names;
  }

  /// Whether this stands in a CREATE TABLE, and not in a statement of its own.
  static boolean isElement(Declaration declaration) {
    return declaration.start() != declaration.statement().start();
  }

  /// Takes a column or constraint away.
  void removePart(Declaration part) {
    if (!isElement(part)) {
      files.remove(part.script(), part.statement());
      return;
    }
    files.map().declarations().stream()
        .filter(d -> d.kind() == Kind.TABLE && d.script().file().equals(part.script().file()))
        .filter(d -> d.statement().start() == part.statement().start())
        .findFirst()
        .flatMap(Elements::of)
        .ifPresent(elements -> elements.remove(files, part));
  }

  /// Takes a table away, with all that is said of it behind it.
  ///
  /// @param before where it is declared
  void removeTable(ObjectKey table, Catalogue before) {
    var names = names(before, table);
    while (true) {
      var declaration = files.map().exact(table);
      if (declaration.isEmpty()) return;
      var script = declaration.get().script();
      var last = Mentions.last(script, declaration.get().statement(), names);
      files.remove(script, last);
    }
  }
}
