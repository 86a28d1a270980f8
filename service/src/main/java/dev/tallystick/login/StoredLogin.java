package dev.tallystick.login;

import dev.tallystick.account.CheckedTokens.Proof;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.SessionKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// A row of login_requests.
record StoredLogin(
    LoginRequest request,
    Optional<Approval> approval,
    Optional<byte[]> pasteCodeHash,
    Optional<byte[]> fingerprintSigHash,
    int wrongPastes,
    int pollSeconds,
    Optional<Instant> lastPolledAt,
    Optional<Instant> redeemedAt) {

  /// Who is to be signed in, and of which of their epochs the approval is.
  record Approval(UUID userId, long userEpoch) {}

  /// The session that it asks for.
  NewSession session(UUID user) {
    return new NewSession(
        request.id(),
        user,
        SessionKind.CLI,
        Optional.of(request.label()),
        List.of(),
        request.fingerprintId().map(id -> new NewSession.Fingerprint(id, fingerprintSigHash)));
  }

  static LoginRequest readRequest(ResultSet row, StatementContext context) throws SQLException {
    return new LoginRequest(
        row.getObject("id", UUID.class),
        LoginRequest.Status.ofWord(row.getString("status")),
        Optional.ofNullable(row.getString("client_name")),
        row.getString("label"),
        Optional.ofNullable(row.getString("address")),
        Optional.ofNullable(row.getString("fingerprint_id")),
        row.getBoolean("is_pasted"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }

  /// With what proves that one holds its device code.
  static Proof<StoredLogin> proof(ResultSet row, StatementContext context) throws SQLException {
    var login =
        new StoredLogin(
            readRequest(row, context),
            approval(row),
            Optional.ofNullable(row.getBytes("paste_code_hash")),
            Optional.ofNullable(row.getBytes("fingerprint_sig_hash")),
            row.getInt("wrong_pastes"),
            row.getInt("poll_seconds"),
            StoredTime.read(row, "last_polled_at"),
            StoredTime.read(row, "redeemed_at"));
    return new Proof<>(login, row.getBytes("device_code_hash"));
  }

  private static Optional<Approval> approval(ResultSet row) throws SQLException {
    var user = row.getObject("user_id", UUID.class);
    return user == null
        ? Optional.empty()
        : Optional.of(new Approval(user, row.getLong("user_epoch")));
  }
}
