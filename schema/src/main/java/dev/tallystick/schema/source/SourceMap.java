package dev.tallystick.schema.source;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the schema files declare what, and what their comments ask for.
public final class SourceMap {
  private static final Pattern DIRECTIVE = Pattern.compile("(was|backfill|lint):\\s*(.*)");

  private final List<Declaration> declarations = new ArrayList<>();
  private final Map<String, List<Declaration>> byName = new HashMap<>();
  private final List<Directive> directives = new ArrayList<>();

  private SourceMap() {}

  public static SourceMap of(List<Script> scripts) {
    var map = new SourceMap();
    for (var script : scripts) {
      for (var statement : script.statements()) {
        for (var declaration : DeclarationReader.read(script, statement)) map.add(declaration);
      }
      for (var comment : script.comments()) {
        var matcher = DIRECTIVE.matcher(comment.text());
        if (matcher.matches()) map.attach(script, comment, matcher.group(1), matcher.group(2));
      }
    }
    return map;
  }

  /// Every declaration, in the order of the files.
  public List<Declaration> declarations() {
    return List.copyOf(declarations);
  }

  /// The comments `-- word: …`.
  public List<Directive> directives(String word) {
    return directives.stream().filter(directive -> directive.word().equals(word)).toList();
  }

  /// Where `key` is declared: exactly there, else where its table is; empty for what comes from
  /// elsewhere.
  public Optional<Declaration> find(Catalogue catalogue, ObjectKey key) {
    var exact = exact(key);
    if (exact.isPresent()) return exact;
    if (catalogue.objects().get(key) instanceof Constraint constraint) {
      // One without a name of its own stands behind its column.
      if (constraint.columns().size() == 1) {
        var column = constraint.columns().getFirst();
        var ofColumn = exact(ObjectKey.column(key.schema(), key.table(), column));
        if (ofColumn.isPresent()) return ofColumn;
      }
    }
    var object = catalogue.objects().get(key);
    var table = object == null ? key.owner() : Catalogue.tableOf(object);
    return table.equals(key) ? Optional.empty() : exact(table);
  }

  /// Where a file declares exactly this, under its name.
  public Optional<Declaration> exact(ObjectKey key) {
    return byName.getOrDefault(Declaration.plainName(key), List.of()).stream()
        .filter(declaration -> declaration.matches(key))
        .findFirst();
  }

  private void add(Declaration declaration) {
    declarations.add(declaration);
    byName.computeIfAbsent(declaration.name(), _ -> new ArrayList<>()).add(declaration);
  }

  private void attach(Script script, Token comment, String word, String text) {
    var inside =
        script.statements().stream()
            .filter(s -> s.start() < comment.start() && comment.start() < s.end())
            .findFirst();
    if (inside.isPresent()) {
      attachInside(script, inside.get(), comment, word, text);
      return;
    }
    var onSameLine = lastOnLineOf(script, comment);
    var statement =
        onSameLine.isPresent()
            ? onSameLine
            : script.statements().stream().filter(s -> s.start() > comment.start()).findFirst();
    var declaration = statement.flatMap(found -> first(script, found));
    directives.add(new Directive(word, text, comment, declaration.orElse(null), null));
  }

  /// A comment behind the semicolon of a statement.
  private static Optional<Statement> lastOnLineOf(Script script, Token comment) {
    int line = script.position(comment.start()).line();
    return script.statements().stream()
        .filter(s -> s.end() <= comment.start() && script.position(s.end()).line() == line)
        .reduce((_, later) -> later);
  }

  private Optional<Declaration> first(Script script, Statement statement) {
    return declarations.stream()
        .filter(
            d ->
                d.script().file().equals(script.file())
                    && d.statement().start() == statement.start())
        .findFirst();
  }

  private void attachInside(
      Script script, Statement statement, Token comment, String word, String text) {
    var parts =
        declarations.stream()
            .filter(
                d ->
                    d.script().file().equals(script.file())
                        && d.statement().start() == statement.start())
            .toList();
    if (parts.isEmpty()) {
      directives.add(new Directive(word, text, comment, null, null));
      return;
    }
    var whole = parts.getFirst();
    Declaration about = whole;
    for (var part : parts) {
      if (part.kind() == Kind.COLUMN && part.start() < comment.start()) about = part;
    }
    if (isAlone(script, comment)) about = nextColumn(parts, comment, about);
    var label = whole.kind() == Kind.TYPE ? labelBefore(statement, comment) : null;
    directives.add(new Directive(word, text, comment, about, label));
  }

  /// A comment on a line of its own speaks of the column below.
  private static Declaration nextColumn(
      List<Declaration> parts, Token comment, Declaration otherwise) {
    return parts.stream()
        .filter(part -> part.kind() == Kind.COLUMN && part.start() > comment.start())
        .findFirst()
        .orElse(otherwise);
  }

  private static boolean isAlone(Script script, Token comment) {
    int lineStart = script.text().lastIndexOf('\n', comment.start() - 1) + 1;
    return script.text().substring(lineStart, comment.start()).isBlank();
  }

  private static @Nullable String labelBefore(Statement statement, Token comment) {
    var isEnum = statement.has("enum");
    String label = null;
    var isFirst = false;
    for (var token : statement.tokens()) {
      if (token.start() > comment.start()) break;
      if (isEnum && token.kind() == Token.Kind.STRING) label = token.text();
      if (!isEnum && isFirst && token.isName()) label = Name.printed(token.text());
      isFirst = token.is("(") || token.is(",");
    }
    return label;
  }

  /// The key of a declaration in a catalogue that was loaded from these files.
  public static Optional<ObjectKey> keyOf(Declaration declaration, Catalogue catalogue) {
    return catalogue.objects().keySet().stream().filter(declaration::matches).findFirst();
  }

  private static String word(String text) {
    return text.strip().split("[\\s,;]", 2)[0];
  }

  /// The schema that a directive names before a dot.
  public static Optional<String> schemaIn(String text) {
    int dot = word(text).indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(Name.printed(word(text).substring(0, dot)));
  }

  /// A name as a directive gives it, plain or in quotes, without a schema.
  public static String nameIn(String text) {
    var word = word(text);
    return Name.printed(Name.plain(word.substring(word.lastIndexOf('.') + 1)));
  }
}
