package dev.tallystick.schema.drift;

import dev.tallystick.schema.source.Declaration;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What stands between the parentheses of a `CREATE TABLE`, to be edited in its own manner.
final class Elements {
  private static final Set<String> CONSTRAINTS =
      Set.of("primary", "unique", "check", "foreign", "exclude", "like", "constraint");

  private record Element(Token first, Token last) {
    boolean isColumn() {
      return first.kind() != Token.Kind.WORD || !CONSTRAINTS.contains(first.text());
    }
  }

  private final Script script;
  private final String text;
  private final Token open;
  private final Token close;
  private final List<Element> elements;
  private final List<Token> commas;

  private Elements(
      Script script, Token open, Token close, List<Element> elements, List<Token> commas) {
    this.script = script;
    this.text = script.text();
    this.open = open;
    this.close = close;
    this.elements = elements;
    this.commas = commas;
  }

  /// Empty for a table that lists none, as a partition.
  static Optional<Elements> of(Declaration table) {
    var tokens = table.statement().tokens();
    int at = 0;
    while (at < tokens.size() && !tokens.get(at).is("(")) {
      if (tokens.get(at).is("of") || tokens.get(at).is("as")) return Optional.empty();
      at++;
    }
    if (at == tokens.size()) return Optional.empty();
    var open = tokens.get(at);
    var elements = new ArrayList<Element>();
    var commas = new ArrayList<Token>();
    int depth = 1;
    int first = ++at;
    for (; at < tokens.size(); at++) {
      var token = tokens.get(at);
      if (token.is("(")) depth++;
      if (token.is(")")) depth--;
      if (depth == 0 || (depth == 1 && token.is(","))) {
        if (at > first) elements.add(new Element(tokens.get(first), tokens.get(at - 1)));
        if (depth == 0) {
          return Optional.of(new Elements(table.script(), open, token, elements, commas));
        }
        commas.add(token);
        first = at + 1;
      }
    }
    return Optional.empty();
  }

  /// Puts a column behind the last one.
  void add(SchemaText files, String column) {
    int at = elements.size() - 1;
    while (at >= 0 && !elements.get(at).isColumn()) at--;
    if (at < 0) {
      var rest = elements.isEmpty() ? "\n" : ",";
      files.replace(script, open.end(), open.end(), "\n    " + column + rest);
      return;
    }
    var last = elements.get(at);
    var prefix =
        text.substring(SchemaText.lineStart(text, last.first().start()), last.first().start());
    int end = last.last().end();
    if (prefix.strip().equals(",")) {
      insert(files, SchemaText.behindComment(text, end), "\n" + prefix + column);
    } else if (!prefix.isBlank()) {
      insert(files, end, ", " + column);
    } else if (at < commas.size()) {
      addBeforeOthers(files, commas.get(at), prefix, column, last);
    } else {
      int behind = SchemaText.behindComment(text, end);
      // The comment on the line stays behind its column.
      files.replace(
          script, end, behind, "," + text.substring(end, behind) + "\n" + prefix + column);
    }
  }

  private void addBeforeOthers(
      SchemaText files, Token comma, String prefix, String column, Element last) {
    boolean isCommaFirst = text.substring(last.last().end(), comma.start()).contains("\n");
    if (isCommaFirst) {
      int lineStart = SchemaText.lineStart(text, comma.start());
      var indent = text.substring(lineStart, comma.start());
      insert(files, lineStart, indent + ", " + column + "\n");
      return;
    }
    int behind = SchemaText.behindComment(text, comma.end());
    insert(files, behind, "\n" + prefix + column + ",");
  }

  private void insert(SchemaText files, int at, String what) {
    files.replace(script, at, at, what);
  }

  /// Takes an element away, with its comma and the comment behind it.
  void remove(SchemaText files, Declaration declaration) {
    int at = 0;
    while (elements.get(at).first().start() != declaration.start()) at++;
    var element = elements.get(at);
    int lineStart = SchemaText.lineStart(text, element.first().start());
    var prefix = text.substring(lineStart, element.first().start());
    boolean isLast = at == elements.size() - 1;
    boolean isCommaFirst = prefix.strip().equals(",");
    if (elements.size() == 1) {
      files.replace(script, /* start= */ open.end(), /* end= */ close.start(), "");
    } else if (isCommaFirst) {
      int end = SchemaText.behindComment(text, element.last().end());
      files.replace(script, lineStart - 1, end, "");
    } else if (!isLast) {
      int comma = commas.get(at).end();
      int end = SchemaText.behindComment(text, comma);
      boolean isWholeLine = prefix.isBlank() && end == SchemaText.lineEnd(text, comma);
      if (isWholeLine) {
        files.replace(
            script,
            SchemaText.withCommentsAbove(text, lineStart),
            Math.min(end + 1, text.length()),
            "");
      } else {
        files.replace(script, element.first().start(), elements.get(at + 1).first().start(), "");
      }
    } else {
      var before = commas.get(at - 1);
      int end = SchemaText.behindComment(text, element.last().end());
      int kept =
          prefix.isBlank() ? SchemaText.withCommentsAbove(text, lineStart) - 1 : before.end();
      files.replace(
          script, before.start(), end, text.substring(before.end(), Math.max(kept, before.end())));
    }
  }
}
