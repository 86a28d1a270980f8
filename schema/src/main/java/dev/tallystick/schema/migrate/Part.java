package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.util.List;

/// What of a migration succeeds or fails as a whole.
public sealed interface Part {
  /// The statements, in order.
  List<Statement> statements();

  /// Statements in one transaction, which also records them as done.
  record Transaction(List<Statement> statements) implements Part {
    public Transaction {
      statements = List.copyOf(statements);
    }
  }

  /// A statement that PostgreSQL refuses inside a transaction.
  record Alone(Statement statement) implements Part {
    @Override
    public List<Statement> statements() {
      return List.of(statement);
    }
  }

  /// The parts of a script, at least one. A transaction ends before and after a statement that
  /// stands alone, after a new enum label, and at the comment `-- tally: commit`.
  static List<Part> of(Script script) {
    return new Cut(script).parts();
  }
}
