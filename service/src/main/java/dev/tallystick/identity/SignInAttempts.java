package dev.tallystick.identity;

import dev.tallystick.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Sign-ins with a provider that are under way: owns the table sign_in_attempts.
final class SignInAttempts {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Database database;
  private final InstantSource clock;

  SignInAttempts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// @param providerName the provider that was asked
  /// @param nextPath where the person wanted to go
  /// @param linkingUserId the signed-in user who links a further identity
  record Attempt(String providerName, String nextPath, Optional<UUID> linkingUserId) {}

  private static final String INSERT =
      """
      INSERT INTO tally.sign_in_attempts
          (state_hash, browser_hash, provider_name, next_path, linking_user_id, created_at,
           expires_at)
      VALUES (:state_hash, :browser_hash, :provider, :next_path, :linking_user, :now, :expires_at)
      """;

  /// Remembers an attempt until its callback, for ten minutes.
  void begin(Handshake handshake, Attempt attempt) {
    var now = clock.instant();
    database.useTransaction(
        tx ->
            tx.update(INSERT)
                .bind("state_hash", handshake.stateHash())
                .bind("browser_hash", handshake.browserHash())
                .bind("provider", attempt.providerName())
                .bind("next_path", attempt.nextPath())
                .bindByType("linking_user", attempt.linkingUserId().orElse(null), UUID.class)
                .bind("now", now)
                .bind("expires_at", now.plus(LIFETIME))
                .execute());
  }

  // Of two callbacks with one state, one deletes the row and the other finds none.
  private static final String TAKE =
      """
      DELETE FROM tally.sign_in_attempts
       WHERE state_hash = :state_hash
         AND browser_hash = :browser_hash
         AND provider_name = :provider
         AND expires_at > :now
      RETURNING *
      """;

  /// The attempt that a callback belongs to, once: empty if it is unknown, over, used, of another
  /// provider or of another browser.
  Optional<Attempt> take(Handshake handshake, String providerName) {
    return database.inTransaction(
        tx ->
            tx.query(TAKE)
                .bind("state_hash", handshake.stateHash())
                .bind("browser_hash", handshake.browserHash())
                .bind("provider", providerName)
                .bind("now", clock.instant())
                .map(SignInAttempts::read)
                .findOne());
  }

  private static Attempt read(ResultSet row, StatementContext context) throws SQLException {
    return new Attempt(
        row.getString("provider_name"),
        row.getString("next_path"),
        Optional.ofNullable(row.getObject("linking_user_id", UUID.class)));
  }

  // The whole table is read: it holds ten minutes, and an index led by a time is none of ours.
  private static final String FORGET =
      """
      DELETE FROM tally.sign_in_attempts WHERE expires_at <= :now
      """;

  /// Deletes those that came to nothing; returns how many.
  int forgetExpired() {
    return database.inTransaction(tx -> tx.update(FORGET).bind("now", clock.instant()).execute());
  }
}
