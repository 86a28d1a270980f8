package dev.tallystick.identity;

import dev.tallystick.account.Token;
import dev.tallystick.postgres.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The mailed codes: owns the table sign_in_codes.
final class SignInCodes {
  /// How long a code serves.
  static final Duration LIFETIME = Duration.ofMinutes(10);

  /// How often a code may be typed in all.
  static final int TRIES_MAX = 5;

  private SignInCodes() {}

  // An address has one row, so a newer code takes the place of the one before.
  private static final String PUT =
      """
      INSERT INTO tally.sign_in_codes (email, id, secret_hash, code_hash, created_at, expires_at)
      VALUES (lower(:email), :id, :secret_hash, :code_hash, :now, :expires_at)
      ON CONFLICT (email) DO UPDATE
         SET id = excluded.id, secret_hash = excluded.secret_hash,
             code_hash = excluded.code_hash, tries = 0,
             created_at = excluded.created_at, expires_at = excluded.expires_at
      """;

  static void put(Tx tx, String email, SignInCode code, Instant now) {
    tx.update(PUT)
        .bind("email", email)
        .bind("id", code.token().id())
        .bind("secret_hash", code.token().secretHash())
        .bind("code_hash", code.hash())
        .bind("now", now)
        .bind("expires_at", now.plus(LIFETIME))
        .execute();
  }

  private static final String EMAIL =
      """
      SELECT email
        FROM tally.sign_in_codes
       WHERE id = :id AND secret_hash = :secret_hash AND expires_at > :now AND tries < :tries_max
      """;

  /// The address that the code of this token was sent to, while it can still be typed.
  static Optional<String> email(Tx tx, Token token, Instant now) {
    return tx.query(EMAIL)
        .bind("id", token.id())
        .bind("secret_hash", token.secretHash())
        .bind("now", now)
        .bind("tries_max", TRIES_MAX)
        .mapTo(String.class)
        .findOne();
  }

  /// What came of typing a code.
  sealed interface Typed {
    /// It is right, and is gone now.
    record Right(String email) implements Typed {}

    record Wrong(int triesLeft) implements Typed {}

    /// There is none: used, too old, typed too often, or a newer one was sent.
    record Gone() implements Typed {}
  }

  // Of two tries at once the second waits here. The row is counted before it is known what was
  // typed, so that no failure in between is a free try.
  private static final String TRY =
      """
      UPDATE tally.sign_in_codes
         SET tries = tries + 1
       WHERE id = :id AND secret_hash = :secret_hash AND expires_at > :now AND tries < :tries_max
      RETURNING email, code_hash, tries
      """;

  private static final String DELETE =
      """
      DELETE FROM tally.sign_in_codes WHERE id = :id
      """;

  /// Counts a try, and takes the code away if it is right.
  static Typed type(Tx tx, Token token, String text, Instant now) {
    return tx.query(TRY)
        .bind("id", token.id())
        .bind("secret_hash", token.secretHash())
        .bind("now", now)
        .bind("tries_max", TRIES_MAX)
        .<Typed>map(
            (row, _) ->
                SignInCode.isOf(row.getBytes("code_hash"), token, text)
                    ? new Typed.Right(row.getString("email"))
                    : new Typed.Wrong(TRIES_MAX - row.getInt("tries")))
        .findOne()
        .map(
            typed -> {
              if (typed instanceof Typed.Right) tx.update(DELETE).bind("id", token.id()).execute();
              return typed;
            })
        .orElseGet(Typed.Gone::new);
  }

  private static final String FORGET =
      """
      DELETE FROM tally.sign_in_codes WHERE expires_at <= :now
      """;

  /// Forgets those that are too old; returns how many.
  static int forget(Tx tx, Instant now) {
    return tx.update(FORGET).bind("now", now).execute();
  }
}
