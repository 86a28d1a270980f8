package dev.tallystick.credit;

import dev.tallystick.postgres.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads a row of credit_grants.
final class GrantRow {
  private GrantRow() {}

  static Grant read(ResultSet row, StatementContext context) throws SQLException {
    return new Grant(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        row.getString("operation_id"),
        Grant.Type.ofWord(row.getString("type")),
        row.getInt("priority"),
        Credits.exact(row.getBigDecimal("principal")),
        Credits.exact(row.getBigDecimal("balance")),
        StoredTime.read(row, "expires_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
