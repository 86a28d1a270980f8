package dev.tallystick.schema.shadow;

import dev.tallystick.schema.source.SourceMap;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An order in which files probably load: each behind those whose tables, types and functions it
/// names. Only a guess, which spares attempts; what loads is PostgreSQL's to say.
final class LoadOrder {
  private final List<Script> scripts;
  private final Map<String, Integer> declaredBy = new HashMap<>();
  private final List<Script> ordered = new ArrayList<>();
  private final Set<Integer> seen = new HashSet<>();

  private LoadOrder(List<Script> scripts) {
    this.scripts = scripts;
  }

  static List<Script> of(List<Script> scripts) {
    var order = new LoadOrder(scripts);
    for (int i = 0; i < scripts.size(); i++) order.declare(i);
    for (int i = 0; i < scripts.size(); i++) order.visit(i);
    return order.ordered;
  }

  private void declare(int script) {
    for (var declaration : SourceMap.of(List.of(scripts.get(script))).declarations()) {
      switch (declaration.kind()) {
        case SCHEMA, EXTENSION, TYPE, SEQUENCE, ROUTINE, TABLE, VIEW ->
            declaredBy.putIfAbsent(declaration.name(), script);
        case COLUMN, CONSTRAINT, INDEX, STATISTICS, RULE, TRIGGER, POLICY -> {}
      }
    }
  }

  /// Files that name each other come in the order of their names.
  private void visit(int script) {
    if (!seen.add(script)) return;
    for (var statement : scripts.get(script).statements()) {
      for (Token token : statement.tokens()) {
        var other = token.isName() ? declaredBy.get(token.text()) : null;
        if (other != null && other != script) visit(other);
      }
    }
    ordered.add(scripts.get(script));
  }
}
