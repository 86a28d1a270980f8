package dev.tallystick.referral;

import dev.tallystick.postgres.Tx;
import java.util.UUID;

/// The cards that users paid with: owns the tables user_cards and erased_cards.
public final class Cards {
  private Cards() {}

  private static final String SEE =
      """
      INSERT INTO tally.user_cards (user_id, card_fingerprint)
      VALUES (:user, :card_fingerprint)
      ON CONFLICT (user_id, card_fingerprint) DO NOTHING
      """;

  /// Notes that a user paid with a card, in the transaction of what was bought.
  public static void see(Tx tx, UUID user, String cardFingerprint) {
    tx.update(SEE).bind("user", user).bind("card_fingerprint", cardFingerprint).execute();
  }

  private static final String FORGET =
      """
      WITH forgotten AS (
          DELETE FROM tally.user_cards WHERE user_id = :user RETURNING card_fingerprint
      )
      INSERT INTO tally.erased_cards (card_hash)
      SELECT sha256(convert_to(card_fingerprint, 'UTF8')) FROM forgotten
      ON CONFLICT (card_hash) DO NOTHING
      """;

  /// Forgets the cards of a user who is deleted in this transaction, and whose account was closed
  /// in it: until then a purchase may add one. Of each stays that it was somebody's.
  public static void forget(Tx tx, UUID user) {
    tx.update(FORGET).bind("user", user).execute();
  }
}
