package dev.tallystick.referral;

import dev.tallystick.postgres.Tx;
import java.util.UUID;

/// The cards that users paid with: owns the table user_cards.
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
      DELETE FROM tally.user_cards WHERE user_id = :user
      """;

  /// Forgets the cards of a user who is deleted in this transaction, and whose account was closed
  /// in it: until then a purchase may add one.
  public static void forget(Tx tx, UUID user) {
    tx.update(FORGET).bind("user", user).execute();
  }
}
