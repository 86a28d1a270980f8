package dev.tallystick.credit;

import dev.tallystick.postgres.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads a row of credit_reversals.
final class ReversalRow {
  private ReversalRow() {}

  static Reversal read(ResultSet row, StatementContext context) throws SQLException {
    return new Reversal(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        row.getObject("grant_id", UUID.class),
        row.getString("operation_id"),
        Reversal.Kind.ofWord(row.getString("kind")),
        Reversal.Spent.ofWord(row.getString("spent")),
        Credits.exact(row.getBigDecimal("amount")),
        Credits.exact(row.getBigDecimal("taken")),
        Credits.exact(row.getBigDecimal("owed")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "restored_at"));
  }
}
