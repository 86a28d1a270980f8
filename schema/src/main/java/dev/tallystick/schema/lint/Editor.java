package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Turns changes into edits of files, and leaves the rest of the text as its writer laid it out.
final class Editor {
  /// What may follow the type of a column.
  private static final Set<String> BEHIND_TYPE =
      Set.of(
          "collate",
          "not",
          "null",
          "default",
          "constraint",
          "check",
          "generated",
          "unique",
          "primary",
          "references",
          "storage",
          "compression",
          "deferrable",
          "initially");

  private final Subject subject;
  private final Places places;

  Editor(Subject subject) {
    this.subject = subject;
    this.places = subject.places();
  }

  /// The edits that make all of `changes`; empty if one of them has no place in the files.
  List<TextEdit> edits(List<Change> changes) {
    var edits = new ArrayList<TextEdit>();
    for (var change : changes) {
      var found =
          switch (change) {
            case Change.AddBehind add -> addBehind(add);
            case Change.RemoveStatement remove -> removeStatement(remove.object());
            case Change.ChangeType type -> changeType(type).stream().toList();
            case Change.AddToColumn add -> addToColumn(add).stream().toList();
            case Change.RemoveNotValid remove -> removeNotValid(remove.constraint());
          };
      if (found.isEmpty()) return List.of();
      edits.addAll(found);
    }
    return edits;
  }

  /// The edit that takes a comment out.
  static TextEdit removed(Script script, Token comment) {
    return line(script, comment.start(), comment.end());
  }

  private List<TextEdit> addBehind(Change.AddBehind add) {
    var table = places.exact(add.table());
    if (table.isEmpty() || !table.get().isWholeStatement()) return List.of();
    var script = table.get().script();
    int last = script.statements().indexOf(table.get().statement());
    for (var index : subject.indexesOn(add.table())) {
      var place = places.exact(index.key());
      if (place.isEmpty() || !place.get().file().equals(script.file())) continue;
      last = Math.max(last, script.statements().indexOf(place.get().statement()));
    }
    while (last + 1 < script.statements().size()
        && script.statements().get(last + 1).startsWith("comment", "on")) {
      last++;
    }
    var text = script.text();
    int end = script.statements().get(last).end();
    int semicolon = semicolon(script, end);
    if (semicolon < 0) {
      return List.of(new TextEdit(script.file(), end, end, ";\n\n" + add.sql()));
    }
    int lineEnd = text.indexOf('\n', semicolon);
    if (lineEnd < 0) lineEnd = text.length();
    var rest = text.substring(semicolon + 1, lineEnd).strip();
    int at = rest.isEmpty() || rest.startsWith("--") ? lineEnd : semicolon + 1;
    return List.of(new TextEdit(script.file(), at, at, "\n\n" + add.sql()));
  }

  /// Where the semicolon behind a statement stands; -1 if there is none.
  private static int semicolon(Script script, int end) {
    int at = end;
    while (at < script.text().length() && Character.isWhitespace(script.text().charAt(at))) at++;
    return at < script.text().length() && script.text().charAt(at) == ';' ? at : -1;
  }

  private List<TextEdit> removeStatement(ObjectKey object) {
    var place = places.exact(object);
    if (place.isEmpty() || !place.get().isWholeStatement()) return List.of();
    var script = place.get().script();
    var edits = new ArrayList<TextEdit>();
    edits.add(whole(script, place.get().statement()));
    for (var statement : script.statements()) {
      if (isCommentOn(statement, object)) edits.add(whole(script, statement));
    }
    return edits;
  }

  /// `COMMENT ON INDEX app.name IS …`, `COMMENT ON TRIGGER name ON app.t IS …`
  private static boolean isCommentOn(Statement statement, ObjectKey object) {
    if (!statement.startsWith("comment", "on")) return false;
    var tokens = statement.tokens();
    if (!tokens.get(2).is(word(object.kind()))) return false;
    int name = 3;
    while (name + 2 < tokens.size() && tokens.get(name + 1).is(".")) name += 2;
    var plain = Name.plain(object.name().replaceFirst("\\(.*", ""));
    if (!tokens.get(name).text().equals(plain)) return false;
    return object.table().isEmpty()
        || tokens.stream().anyMatch(token -> token.text().equals(Name.plain(object.table())));
  }

  private static String word(ObjectKey.Kind kind) {
    return kind == ObjectKey.Kind.ROUTINE ? "function" : kind.name().toLowerCase(Locale.ROOT);
  }

  /// A statement with its semicolon, the comment lines that lean on it, and the blank line that set
  /// it apart.
  private static TextEdit whole(Script script, Statement statement) {
    int start = statement.start();
    for (int i = script.comments().size() - 1; i >= 0; i--) {
      var comment = script.comments().get(i);
      if (comment.start() < start && leansOn(script, comment, start)) start = comment.start();
    }
    int semicolon = semicolon(script, statement.end());
    return line(script, start, semicolon < 0 ? statement.end() : semicolon + 1);
  }

  private static boolean leansOn(Script script, Token comment, int start) {
    var text = script.text();
    int lineStart = text.lastIndexOf('\n', comment.start() - 1) + 1;
    if (!text.substring(lineStart, comment.start()).isBlank()) return false;
    if (comment.end() > start) return false;
    var between = text.substring(comment.end(), start);
    return between.isBlank() && between.indexOf('\n') == between.lastIndexOf('\n');
  }

  /// Removes what may be whole lines; then the lines go.
  private static TextEdit line(Script script, int start, int end) {
    var text = script.text();
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = text.indexOf('\n', end);
    if (lineEnd < 0) lineEnd = text.length();
    if (!text.substring(end, lineEnd).isBlank()) {
      return new TextEdit(script.file(), start, end, "");
    }
    if (!text.substring(lineStart, start).isBlank()) {
      int from = start;
      while (from > 0 && text.charAt(from - 1) == ' ') from--;
      return new TextEdit(script.file(), from, lineEnd, "");
    }
    return new TextEdit(script.file(), lineStart, Math.min(lineEnd + 1, text.length()), "");
  }

  private Optional<TextEdit> changeType(Change.ChangeType change) {
    return column(change.column())
        .map(
            place -> {
              var tokens = place.tokens();
              int depth = 0;
              int last = 1;
              for (int i = 1; i < tokens.size(); i++) {
                if (tokens.get(i).is("(")) depth++;
                if (tokens.get(i).is(")")) depth--;
                if (depth == 0 && i > 1 && BEHIND_TYPE.contains(tokens.get(i).text())) break;
                last = i;
              }
              int start = tokens.get(1).start();
              return new TextEdit(place.file(), start, tokens.get(last).end(), change.type());
            });
  }

  private Optional<TextEdit> addToColumn(Change.AddToColumn change) {
    return column(change.column())
        .map(place -> new TextEdit(place.file(), place.end(), place.end(), " " + change.clause()));
  }

  /// Where a column stands in its CREATE TABLE; ALTER TABLE may say several things at once.
  private Optional<Place> column(ObjectKey column) {
    return places
        .exact(column)
        .filter(place -> place.statement().startsWith("create") && place.tokens().size() > 1);
  }

  private List<TextEdit> removeNotValid(ObjectKey constraint) {
    var place = places.exact(constraint);
    if (place.isEmpty()) return List.of();
    var tokens = place.get().tokens();
    for (int i = 1; i < tokens.size() - 1; i++) {
      if (tokens.get(i).is("not") && tokens.get(i + 1).is("valid")) {
        return List.of(
            new TextEdit(place.get().file(), tokens.get(i - 1).end(), tokens.get(i + 1).end(), ""));
      }
    }
    return List.of();
  }
}
