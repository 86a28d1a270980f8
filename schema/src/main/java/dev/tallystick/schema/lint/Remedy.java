package dev.tallystick.schema.lint;

import java.util.List;

/// What mends a problem.
///
/// @param sql for a database that has it; empty where there is none
/// @param changes of the schema files; empty where a person has to decide
/// @param decision what that person decides; empty where there is nothing to decide
record Remedy(String sql, List<Change> changes, String decision) {
  Remedy {
    if (changes.isEmpty() == decision.isEmpty()) {
      throw new IllegalArgumentException("either the files are changed or a person decides");
    }
    changes = List.copyOf(changes);
  }

  static Remedy of(String sql, Change... changes) {
    return new Remedy(sql, List.of(changes), "");
  }

  static Remedy byPerson(String decision, String sql) {
    return new Remedy(sql, List.of(), decision);
  }
}
