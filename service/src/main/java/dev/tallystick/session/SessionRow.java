package dev.tallystick.session;

import dev.tallystick.account.CheckedTokens.Proof;
import dev.tallystick.postgres.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads a row of sessions.
final class SessionRow {
  private SessionRow() {}

  static Session read(ResultSet row, StatementContext context) throws SQLException {
    return new Session(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        SessionKind.ofWord(row.getString("kind")),
        Optional.ofNullable(row.getString("label")),
        scopes(row),
        device(row),
        instant(row, "created_at"),
        instant(row, "last_seen_at"),
        instant(row, "idle_expires_at"),
        instant(row, "expires_at"),
        StoredTime.read(row, "token_expires_at"),
        revocation(row));
  }

  static Proof<Session> proof(ResultSet row, StatementContext context) throws SQLException {
    return new Proof<>(read(row, context), row.getBytes("secret_hash"));
  }

  private static List<String> scopes(ResultSet row) throws SQLException {
    var scopes = row.getArray("scopes");
    if (scopes == null) return List.of();
    return Arrays.stream((String[]) scopes.getArray()).sorted().toList();
  }

  private static Optional<Session.Device> device(ResultSet row) throws SQLException {
    var fingerprint = row.getString("fingerprint_id");
    if (fingerprint == null) return Optional.empty();
    return Optional.of(
        new Session.Device(fingerprint, DeviceOutcome.ofWord(row.getString("device_outcome"))));
  }

  private static Optional<Session.Revocation> revocation(ResultSet row) throws SQLException {
    var at = row.getObject("revoked_at", OffsetDateTime.class);
    if (at == null) return Optional.empty();
    return Optional.of(
        new Session.Revocation(
            at.toInstant(),
            Session.EndReason.ofWord(row.getString("revoked_reason")),
            row.getString("revoked_by")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
