package dev.tallystick.schema.docs;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tables and their foreign keys as an `erDiagram` of Mermaid.
final class Diagram {
  private final Catalogue catalogue;
  private final Function<ObjectKey, String> titles;

  /// @param titles what a table is called in this documentation
  Diagram(Catalogue catalogue, Function<ObjectKey, String> titles) {
    this.catalogue = catalogue;
    this.titles = titles;
  }

  /// The columns that keys are made of, and the foreign keys between these tables.
  String withKeys(Collection<ObjectKey> tables) {
    var diagram = new StringBuilder("erDiagram\n");
    for (var table : tables) {
      var columns = catalogue.columns(table).stream().filter(c -> !marks(c).isEmpty());
      var lines = columns.map(column -> "        " + attribute(column) + "\n").toList();
      if (lines.isEmpty()) continue;
      diagram.append("    ").append(entity(table)).append(" {\n");
      lines.forEach(diagram::append);
      diagram.append("    }\n");
    }
    return diagram.append(relations(tables)).toString();
  }

  /// Only the foreign keys between these tables.
  String bare(Collection<ObjectKey> tables) {
    return "erDiagram\n" + relations(tables);
  }

  private String relations(Collection<ObjectKey> tables) {
    return foreignKeys().stream()
        .filter(key -> tables.contains(key.key().owner()) && tables.contains(target(key)))
        .map(this::relation)
        .collect(Collectors.joining());
  }

  /// A table among those that it refers to or that refer to it.
  String around(ObjectKey table) {
    var diagram = new StringBuilder("erDiagram\n");
    foreignKeys().stream()
        .filter(key -> key.key().owner().equals(table) || target(key).equals(table))
        .forEach(key -> diagram.append(relation(key)));
    return diagram.toString();
  }

  /// Tables that foreign keys tie together, the largest group first; a table without any is a group
  /// of its own.
  List<NavigableSet<ObjectKey>> groups() {
    var groupOf = new TreeMap<ObjectKey, NavigableSet<ObjectKey>>();
    for (var table : catalogue.all(Table.class)) {
      groupOf.put(table.key(), new TreeSet<>(Set.of(table.key())));
    }
    for (var key : foreignKeys()) {
      var joined = new TreeSet<>(groupOf.getOrDefault(key.key().owner(), new TreeSet<>()));
      joined.addAll(groupOf.getOrDefault(target(key), new TreeSet<>()));
      for (var table : joined) groupOf.put(table, joined);
    }
    return groupOf.values().stream()
        .distinct()
        .sorted(
            Comparator.comparingInt((NavigableSet<ObjectKey> group) -> -group.size())
                .thenComparing(NavigableSet::first))
        .toList();
  }

  private List<Constraint> foreignKeys() {
    return catalogue.all(Constraint.class).stream().filter(c -> c.references() != null).toList();
  }

  static ObjectKey target(Constraint key) {
    var references = key.references();
    if (references == null) throw new IllegalArgumentException(key.key() + " is no foreign key");
    return references.table();
  }

  private String relation(Constraint key) {
    var from = key.key().owner();
    var parent = isRequired(key) ? "||" : "|o";
    var child = isUnique(from, key.columns()) ? "o|" : "o{";
    var label = String.join(", ", key.columns().stream().map(Name::plain).toList());
    return "    %s %s--%s %s : %s\n"
        .formatted(entity(target(key)), parent, child, entity(from), quoted(label));
  }

  private boolean isRequired(Constraint key) {
    return key.columns().stream().allMatch(name -> column(key.key().owner(), name).isNotNull());
  }

  private Column column(ObjectKey table, String name) {
    var key = ObjectKey.column(table.schema(), table.name(), name);
    if (catalogue.objects().get(key) instanceof Column column) return column;
    throw new IllegalStateException("a key on " + key + ", which is not there");
  }

  private boolean isUnique(ObjectKey table, List<String> columns) {
    return catalogue.of(table, Constraint.class).stream()
        .filter(Diagram::isKey)
        .anyMatch(unique -> new HashSet<>(columns).containsAll(unique.columns()));
  }

  private static boolean isKey(Constraint constraint) {
    return switch (constraint.type()) {
      case PRIMARY_KEY, UNIQUE -> true;
      case CHECK, EXCLUSION, FOREIGN_KEY -> false;
    };
  }

  private String attribute(Column column) {
    var comment = catalogue.comments().get(column.key());
    return legal(shortType(column.type()))
        + " "
        + legal(Name.plain(column.key().name()))
        + " "
        + String.join(", ", marks(column))
        + (comment == null ? "" : " " + quoted(comment));
  }

  private List<String> marks(Column column) {
    var marks = new HashSet<String>();
    for (var constraint : catalogue.of(column.key().owner(), Constraint.class)) {
      if (!constraint.columns().contains(column.key().name())) continue;
      switch (constraint.type()) {
        case PRIMARY_KEY -> marks.add("PK");
        case UNIQUE -> marks.add("UK");
        case FOREIGN_KEY -> marks.add("FK");
        case CHECK, EXCLUSION -> {}
      }
    }
    return Stream.of("PK", "FK", "UK").filter(marks::contains).toList();
  }

  /// Types have no spaces or commas in Mermaid; their length is on the table's own page.
  private static String shortType(String type) {
    return type.replaceFirst("\\([^)]*\\)", "")
        .replace("timestamp with time zone", "timestamptz")
        .replace("timestamp without time zone", "timestamp")
        .replace("character varying", "varchar")
        .replace("double precision", "float8");
  }

  /// A word that Mermaid takes for a type or an attribute: it has no quotes for those.
  static String legal(String name) {
    var word = name.replaceAll("[^\\p{L}\\p{Nd}_\\[\\]]", "_");
    return word.matches("[A-Za-z_].*") ? word : "_" + word;
  }

  private String entity(ObjectKey table) {
    return quoted(titles.apply(table));
  }

  /// In Mermaid's quotes, between which some characters cannot be written in any way.
  static String quoted(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return "\"" + line.replace('"', '\'').replace('%', '％').replace('\\', '/') + "\"";
  }
}
