package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import java.sql.SQLException;

/// A statement of a migration that PostgreSQL refused; its message starts with file, line and
/// column.
final class StatementFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Statement statement;
  private final transient Complaint complaint;

  StatementFailure(Migration migration, Statement statement, SQLException cause) {
    this(migration, statement, Complaint.of(cause), cause);
  }

  private StatementFailure(
      Migration migration, Statement statement, Complaint complaint, SQLException cause) {
    super(
        "%s:%s: %s"
            .formatted(
                migration.file(),
                migration.script().position(offset(statement, complaint.position())),
                complaint.describe()),
        cause);
    this.statement = statement;
    this.complaint = complaint;
  }

  /// PostgreSQL counts characters of the statement, Java halves of surrogate pairs.
  private static int offset(Statement statement, int position) {
    var sql = statement.text();
    if (position < 1 || position > sql.codePointCount(0, sql.length())) return statement.start();
    return statement.start() + sql.offsetByCodePoints(0, position - 1);
  }

  Statement statement() {
    return statement;
  }

  Complaint complaint() {
    return complaint;
  }
}
