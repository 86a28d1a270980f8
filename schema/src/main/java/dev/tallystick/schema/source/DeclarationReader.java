package dev.tallystick.schema.source;

import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the declarations of one statement by its first words.
final class DeclarationReader {
  private static final Set<String> BEFORE_KIND =
      Set.of(
          "or",
          "replace",
          "unlogged",
          "unique",
          "constraint",
          "materialized",
          "recursive",
          "temp",
          "temporary");

  /// What starts a table's element that is no column.
  private static final Set<String> TABLE_CONSTRAINTS =
      Set.of("primary", "unique", "check", "foreign", "exclude", "like", "not");

  private final Script script;
  private final Statement statement;
  private final List<Token> tokens;
  private final List<Declaration> found = new ArrayList<>();
  private int at;

  private DeclarationReader(Script script, Statement statement) {
    this.script = script;
    this.statement = statement;
    this.tokens = statement.tokens();
  }

  static List<Declaration> read(Script script, Statement statement) {
    var reader = new DeclarationReader(script, statement);
    if (statement.startsWith("create")) reader.create();
    if (statement.startsWith("alter", "table")) reader.alterTable();
    return reader.found;
  }

  private boolean take(String word) {
    if (at >= tokens.size() || !tokens.get(at).is(word)) return false;
    at++;
    return true;
  }

  private @Nullable String name() {
    return at < tokens.size() && tokens.get(at).isName() ? tokens.get(at++).text() : null;
  }

  private record Qualified(@Nullable String schema, String name) {}

  private @Nullable Qualified qualified() {
    var first = name();
    if (first == null) return null;
    if (!take(".")) return new Qualified(null, first);
    var second = name();
    return second == null ? null : new Qualified(first, second);
  }

  private void create() {
    at = 1;
    while (at < tokens.size() && BEFORE_KIND.contains(tokens.get(at).text())) at++;
    var kind = at < tokens.size() ? kind(tokens.get(at).text()) : null;
    if (kind == null) return;
    at++;
    take("concurrently");
    if (take("if")) at += 2;
    switch (kind) {
      case INDEX, TRIGGER, POLICY, RULE -> onTable(kind);
      case SCHEMA, EXTENSION -> {
        var name = name();
        if (name != null) whole(kind, null, null, name);
      }
      default -> {
        var name = qualified();
        if (name == null) return;
        whole(kind, name.schema(), null, name.name());
        if (kind == Kind.TABLE) elements(name);
      }
    }
  }

  private static @Nullable Kind kind(String word) {
    return switch (word) {
      case "schema" -> Kind.SCHEMA;
      case "extension" -> Kind.EXTENSION;
      case "type", "domain" -> Kind.TYPE;
      case "sequence" -> Kind.SEQUENCE;
      case "function", "procedure" -> Kind.ROUTINE;
      case "table" -> Kind.TABLE;
      case "index" -> Kind.INDEX;
      case "statistics" -> Kind.STATISTICS;
      case "view" -> Kind.VIEW;
      case "rule" -> Kind.RULE;
      case "trigger" -> Kind.TRIGGER;
      case "policy" -> Kind.POLICY;
      default -> null;
    };
  }

  private void whole(Kind kind, @Nullable String schema, @Nullable String table, String name) {
    found.add(
        new Declaration(
            kind, schema, table, name, script, statement, statement.start(), statement.end()));
  }

  /// `CREATE INDEX name ON [ONLY] table`, and triggers, policies and rules, whose names are the
  /// table's.
  private void onTable(Kind kind) {
    var name = at < tokens.size() && tokens.get(at).is("on") ? "" : name();
    while (at < tokens.size() && !tokens.get(at).is("on") && !tokens.get(at).is("to")) at++;
    at++;
    take("only");
    var table = qualified();
    if (name == null || table == null) return;
    whole(kind, table.schema(), kind == Kind.INDEX ? null : table.name(), name);
  }

  /// The columns and named constraints between the parentheses of `CREATE TABLE`.
  private void elements(Qualified table) {
    if (!take("(")) return;
    int depth = 1;
    int first = at;
    for (; at < tokens.size() && depth > 0; at++) {
      var token = tokens.get(at);
      if (token.is("(")) depth++;
      if (token.is(")")) depth--;
      if (depth == 0 || (depth == 1 && token.is(","))) {
        if (at > first) element(table, first, at - 1);
        first = at + 1;
      }
    }
  }

  private void element(Qualified table, int first, int last) {
    var token = tokens.get(first);
    if (token.is("constraint")) {
      part(Kind.CONSTRAINT, table, tokens.get(first + 1).text(), first, last);
      return;
    }
    if (!token.isName()) return;
    if (token.kind() == Token.Kind.WORD && TABLE_CONSTRAINTS.contains(token.text())) return;
    part(Kind.COLUMN, table, token.text(), first, last);
    for (int i = first; i < last; i++) {
      if (tokens.get(i).is("constraint")) {
        part(Kind.CONSTRAINT, table, tokens.get(i + 1).text(), first, last);
      }
    }
  }

  private void part(Kind kind, Qualified table, String name, int first, int last) {
    found.add(
        new Declaration(
            kind,
            table.schema(),
            table.name(),
            name,
            script,
            statement,
            tokens.get(first).start(),
            tokens.get(last).end()));
  }

  /// `ALTER TABLE t ADD CONSTRAINT name …` and `ADD COLUMN name …`.
  private void alterTable() {
    at = 2;
    if (take("if")) at++;
    take("only");
    var table = qualified();
    if (table == null || !take("add")) return;
    if (take("constraint")) {
      var name = name();
      if (name != null) part(Kind.CONSTRAINT, table, name, 0, tokens.size() - 1);
      return;
    }
    take("column");
    if (take("if")) at += 2;
    var name = name();
    if (name != null && !TABLE_CONSTRAINTS.contains(name)) {
      part(Kind.COLUMN, table, name, 0, tokens.size() - 1);
    }
  }
}
