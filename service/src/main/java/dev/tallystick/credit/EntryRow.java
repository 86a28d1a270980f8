package dev.tallystick.credit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads a row of credit_entries.
final class EntryRow {
  private EntryRow() {}

  static Entry read(ResultSet row, StatementContext context) throws SQLException {
    return new Entry(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        Optional.ofNullable(row.getObject("grant_id", UUID.class)),
        Optional.ofNullable(row.getObject("message_id", UUID.class)),
        Optional.ofNullable(row.getObject("reversal_id", UUID.class)),
        Entry.Kind.ofWord(row.getString("kind")),
        Credits.exact(row.getBigDecimal("amount")),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
