package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Index;
import dev.tallystick.schema.source.Declaration;
import dev.tallystick.schema.source.SourceMap;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.List;
import java.util.Optional;

/// Where the files declare what, as exactly as a finding wants it: also what PostgreSQL named.
final class Places {
  private final Catalogue catalogue;
  private final SourceMap sources;
  private final List<Declaration> namelessIndexes;

  Places(Catalogue catalogue, SourceMap sources) {
    this.catalogue = catalogue;
    this.sources = sources;
    this.namelessIndexes =
        sources.declarations().stream()
            .filter(d -> d.kind() == Kind.INDEX && d.name().isEmpty())
            .toList();
  }

  /// Where this is declared, or at least what it is part of.
  Optional<Place> find(ObjectKey key) {
    var exact = exact(key);
    return exact.isPresent() ? exact : sources.find(catalogue, key).map(Place::of);
  }

  /// Where this is declared, and nothing else.
  Optional<Place> exact(ObjectKey key) {
    var named = sources.exact(key);
    if (named.isPresent()) return named.map(Place::of);
    return switch (catalogue.objects().get(key)) {
      case Constraint constraint -> nameless(constraint);
      case Index index -> nameless(index);
      case null, default -> Optional.empty();
    };
  }

  /// Whether the files call the type of a column `serial`, which is none.
  boolean saysSerial(ObjectKey column) {
    return exact(column).stream()
        .flatMap(place -> place.tokens().stream())
        .anyMatch(token -> token.isName() && token.text().matches("(big|small)?serial[248]?"));
  }

  /// `FOREIGN KEY (a, b) …` between the parentheses of a table.
  private Optional<Place> nameless(Constraint constraint) {
    var first =
        switch (constraint.type()) {
          case PRIMARY_KEY -> "primary";
          case UNIQUE -> "unique";
          case FOREIGN_KEY -> "foreign";
          case CHECK, EXCLUSION -> "";
        };
    var table = sources.exact(constraint.key().owner());
    if (first.isEmpty() || table.isEmpty()) return Optional.empty();
    var statement = table.get().statement();
    var tokens = statement.tokens();
    for (int i = 1; i < tokens.size(); i++) {
      if (!tokens.get(i).is(first) || !startsElement(tokens.get(i - 1))) continue;
      int open = Items.indexOf(statement, "(", i);
      if (open < 0) return Optional.empty();
      if (names(Items.in(statement, open)).equals(plain(constraint.columns()))) {
        return Optional.of(
            new Place(table.get().script(), statement, tokens.get(i).start(), end(statement, i)));
      }
    }
    return Optional.empty();
  }

  private static boolean startsElement(Token before) {
    return before.is("(") || before.is(",");
  }

  /// The end of the element of a table that starts with a token.
  private static int end(Statement statement, int first) {
    int depth = 0;
    for (int i = first; i < statement.tokens().size(); i++) {
      var token = statement.tokens().get(i);
      if (token.is("(")) depth++;
      if (token.is(")")) depth--;
      if (depth < 0 || (depth == 0 && token.is(","))) return statement.tokens().get(i - 1).end();
    }
    return statement.end();
  }

  /// `CREATE INDEX ON t (a, b)`, where nothing else of the table has the same columns.
  private Optional<Place> nameless(Index index) {
    var columns = index.keys().stream().map(Index.Part::expression).toList();
    return namelessIndexes.stream()
        .filter(
            declaration -> {
              var statement = declaration.statement();
              int on = Items.indexOf(statement, "on", 0);
              int open = Items.indexOf(statement, "(", on);
              if (open < 0 || !isOn(statement, on, open, index.table())) return false;
              return names(Items.in(statement, open)).equals(plain(columns));
            })
        .findFirst()
        .map(Place::of);
  }

  private static boolean isOn(Statement statement, int on, int open, ObjectKey table) {
    return statement.tokens().subList(on, open).stream()
        .anyMatch(token -> token.isName() && token.text().equals(Name.plain(table.name())));
  }

  private static List<String> names(Items items) {
    return items.texts().stream().map(item -> item.split("\\s", 2)[0]).map(Name::plain).toList();
  }

  private static List<String> plain(List<String> printed) {
    return printed.stream().map(Name::plain).toList();
  }
}
