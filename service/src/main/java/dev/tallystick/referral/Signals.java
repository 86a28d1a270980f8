package dev.tallystick.referral;

import dev.tallystick.account.ErasedEmails;
import dev.tallystick.identity.Identities;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/// Looks for what speaks against a referral, as [Signal] says of each. A few statements, which look
/// at a bounded number of rows whatever is stored: at no more than [#ACCOMPLICES_MAX] accomplices,
/// at each by key, and at one other user of a device however many it has.
///
/// Of deleted users nothing is left to be found but that a device, a card, an address or an account
/// at a provider was somebody's. So a referrer whose accomplices come and go is told by that: what
/// outlived anybody is taken for theirs once one of them was deleted.
public final class Signals {
  /// How many of those whom one referrer brought are compared, those with the latest ids.
  static final int ACCOMPLICES_MAX = 1_000;

  private static final Duration DAY = Duration.ofDays(1);

  private final ReviewRules rules;
  private final DisposableDomains disposable;

  public Signals(ReviewRules rules) {
    this.rules = rules;
    this.disposable = DisposableDomains.with(rules.disposableDomains());
  }

  // Each LATERAL with a LIMIT is looked up for each row before it, by key: no plan can begin at a
  // device or a network that a whole campus shares.
  private static final String FACTS =
      """
      WITH named AS MATERIALIZED (
          SELECT named.id, there.status = 'deleted' AS is_deleted
            FROM (SELECT :referrer::uuid AS id
                  UNION ALL
                  (SELECT referred_id
                     FROM tally.referrals
                    WHERE referrer_id = :referrer AND referred_id <> :referred
                    ORDER BY referred_id DESC
                    LIMIT :accomplices_max)) AS named,
                 LATERAL (SELECT status FROM tally.users WHERE id = named.id LIMIT 1) AS there
      ), accomplices AS MATERIALIZED (
          SELECT id FROM named WHERE NOT is_deleted
      ), devices AS MATERIALIZED (
          SELECT fingerprint_id AS id FROM tally.fingerprint_users WHERE user_id = :referred
          UNION
          SELECT fingerprint_id
            FROM tally.referrals
           WHERE referred_id = :referred AND fingerprint_id IS NOT NULL
          UNION
          SELECT :fingerprint::text WHERE :fingerprint::text IS NOT NULL
      )
      SELECT (SELECT email FROM tally.users WHERE id = :referred) AS email,
             EXISTS (SELECT FROM named WHERE is_deleted) AS has_erased,
             EXISTS (
                 SELECT
                   FROM accomplices AS a,
                        LATERAL (SELECT
                                   FROM tally.fingerprint_users
                                  WHERE user_id = a.id
                                    AND fingerprint_id = ANY (ARRAY(SELECT id FROM devices))
                                  LIMIT 1) AS shared)
             OR EXISTS (
                 SELECT
                   FROM accomplices AS a,
                        LATERAL (SELECT
                                   FROM tally.referrals
                                  WHERE referred_id = a.id
                                    AND fingerprint_id = ANY (ARRAY(SELECT id FROM devices))
                                  LIMIT 1) AS shared) AS same_device,
             EXISTS (
                 SELECT
                   FROM devices AS d JOIN tally.fingerprints AS f ON f.id = d.id
                  WHERE f.outlived_user) AS erased_device,
             EXISTS (
                 SELECT
                   FROM devices AS d,
                        LATERAL (SELECT
                                   FROM tally.fingerprint_users
                                  WHERE fingerprint_id = d.id AND user_id <> :referred
                                  LIMIT 1) AS other)
             OR EXISTS (
                 SELECT
                   FROM devices AS d,
                        LATERAL (SELECT
                                   FROM tally.referrals
                                  WHERE fingerprint_id = d.id AND referred_id <> :referred
                                  LIMIT 1) AS other) AS others_device,
             EXISTS (
                 SELECT
                   FROM accomplices AS a,
                        LATERAL (SELECT
                                   FROM tally.user_networks
                                  WHERE user_id = a.id
                                    AND network_hash = ANY (
                                        ARRAY(SELECT network_hash
                                                FROM tally.user_networks
                                               WHERE user_id = :referred))
                                  LIMIT 1) AS shared) AS same_network,
             EXISTS (
                 SELECT
                   FROM accomplices AS a,
                        LATERAL (SELECT
                                   FROM tally.user_cards
                                  WHERE user_id = a.id
                                    AND card_fingerprint = ANY (
                                        ARRAY(SELECT card_fingerprint
                                                FROM tally.user_cards
                                               WHERE user_id = :referred))
                                  LIMIT 1) AS shared) AS same_card,
             EXISTS (
                 SELECT
                   FROM tally.erased_cards
                  WHERE card_hash = ANY (
                        ARRAY(SELECT sha256(convert_to(card_fingerprint, 'UTF8'))
                                FROM tally.user_cards
                               WHERE user_id = :referred))) AS erased_card,
             (SELECT count(*)
                FROM tally.referrals
               WHERE referrer_id = :referrer AND created_at > :since) AS brought,
             EXISTS (SELECT
                       FROM tally.referrals
                      WHERE referrer_id = :referrer AND referred_id = :referred) AS is_stored
      """;

  /// @param hasErased whether an accomplice was deleted
  /// @param isErasedDevice whether a device was somebody's who was deleted
  /// @param isErasedCard the same of a card
  private record Facts(
      Optional<String> email,
      boolean hasErased,
      boolean isAccomplicesDevice,
      boolean isErasedDevice,
      boolean isOthersDevice,
      boolean isSameNetwork,
      boolean isAccomplicesCard,
      boolean isErasedCard,
      long brought) {
    /// What a deleted accomplice had is not known any more: where one was, it is taken for theirs.
    boolean isSameDevice() {
      return isAccomplicesDevice || (isErasedDevice && hasErased);
    }

    boolean isSameCard() {
      return isAccomplicesCard || (isErasedCard && hasErased);
    }
  }

  /// What speaks against a referral that is about to be stored, or is stored already.
  ///
  /// @param fingerprintId the device that redeems the code
  public Assessment assess(Tx tx, Pair pair, Optional<String> fingerprintId, Instant now) {
    var facts =
        tx.query(FACTS)
            .bind("referrer", pair.referrer())
            .bind("referred", pair.referred())
            .bindByType("fingerprint", fingerprintId.orElse(null), String.class)
            .bind("since", now.minus(DAY))
            .bind("accomplices_max", ACCOMPLICES_MAX)
            .map(Signals::read)
            .one();
    var found = new Found();
    found.add(Signal.SAME_DEVICE, facts.isSameDevice());
    found.add(Signal.SAME_CARD, facts.isSameCard());
    found.add(
        Signal.SEEN_BEFORE,
        (facts.isErasedCard() && !found.has(Signal.SAME_CARD))
            || Identities.wereSeenBefore(tx, pair.referred())
            || facts.email().filter(it -> ErasedEmails.contain(tx, it)).isPresent());
    found.add(Signal.DISPOSABLE_MAIL, facts.email().filter(disposable::areOf).isPresent());
    found.add(
        Signal.DEVICE_SEEN_BEFORE,
        (facts.isErasedDevice() || facts.isOthersDevice()) && !found.has(Signal.SAME_DEVICE));
    found.add(Signal.VELOCITY, facts.brought() > rules.perDay());
    found.add(Signal.SAME_NETWORK, facts.isSameNetwork());
    return new Assessment(found.weights);
  }

  private static Facts read(ResultSet row, StatementContext context) throws SQLException {
    return new Facts(
        Optional.ofNullable(row.getString("email")),
        row.getBoolean("has_erased"),
        row.getBoolean("same_device"),
        row.getBoolean("erased_device"),
        row.getBoolean("others_device"),
        row.getBoolean("same_network"),
        row.getBoolean("same_card"),
        row.getBoolean("erased_card"),
        row.getLong("brought") + (row.getBoolean("is_stored") ? 0 : 1));
  }

  /// The signals that were found, but for those that are switched off.
  private final class Found {
    private final EnumMap<Signal, Integer> weights = new EnumMap<>(Signal.class);

    void add(Signal signal, boolean isFound) {
      int weight = rules.weight(signal);
      if (isFound && weight > 0) weights.put(signal, weight);
    }

    boolean has(Signal signal) {
      return weights.containsKey(signal);
    }
  }
}
