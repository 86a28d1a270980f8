package dev.tallystick.referral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.Fingerprints;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Where referrals are written: each step of a life is one statement, which moves the row if it
/// stands where the step begins and writes the history with it. Owns the tables referrals and
/// referral_events, but for what [Qualifying] notes.
final class Steps {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Steps() {}

  /// A step of a referral's life.
  ///
  /// @param reason of the status after it, as a code that both sides may read
  /// @param note what support writes to itself
  record Step(
      Referral.Status from,
      Referral.Status to,
      Optional<String> reason,
      Optional<String> note,
      Actor by) {
    Step(Referral.Status from, Referral.Status to, Actor by) {
      this(from, to, Optional.empty(), Optional.empty(), by);
    }

    Step because(String why) {
      return new Step(from, to, Optional.of(why), note, by);
    }
  }

  /// Why a step is taken.
  record Why(String reason, Optional<String> note, Actor by) {}

  /// Grants that complete a referral; a side that gets no credits has none.
  record Given(Optional<UUID> referrer, Optional<UUID> referred) {
    static final Given NOTHING = new Given(Optional.empty(), Optional.empty());
  }

  // By their ids, as everywhere. Whoever moves a referral holds both.
  private static final String LOCK_USERS =
      """
      SELECT id FROM tally.users WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE
      """;

  /// Locks users until the transaction ends, before their accounts and referrals.
  static void lockUsers(Tx tx, Collection<UUID> users) {
    tx.query(LOCK_USERS).bindArray("ids", UUID.class, users.toArray()).mapTo(UUID.class).list();
  }

  private static final String FIND =
      """
      SELECT * FROM tally.referrals WHERE referrer_id = :referrer AND referred_id = :referred
      """;

  static Optional<Referral> find(Tx tx, Pair pair) {
    return tx.query(FIND)
        .bind("referrer", pair.referrer())
        .bind("referred", pair.referred())
        .map(ReferralRow::read)
        .findOne();
  }

  private static final String OF_REFERRED =
      """
      SELECT * FROM tally.referrals WHERE referred_id = :referred
      """;

  /// The referral of who was brought, of which there is one.
  static Optional<Referral> findOf(Tx tx, UUID referred) {
    return tx.query(OF_REFERRED).bind("referred", referred).map(ReferralRow::read).findOne();
  }

  private static final String BEGIN =
      """
      WITH begun AS (
          INSERT INTO tally.referrals
                 (referrer_id, referred_id, status, outcome, completes, hold_days,
                  referrer_credits, referred_credits, credits_days, spent, signals, score, review_score,
                  fingerprint_id, created_at, redeemable_until, qualify_days, qualifies_until, qualified_at,
                  qualified_by, due_at)
          VALUES (:referrer, :referred, :status, :outcome, :completes, :hold_days,
                  :referrer_credits, :referred_credits, :credits_days, :spent, :signals::jsonb, :score,
                  :review_score, :fingerprint, :created_at, :redeemable_until, :qualify_days, :qualifies_until,
                  :qualified_at, :qualified_by, :due_at)
          RETURNING *
      ), noted AS (
          INSERT INTO tally.referral_events
                 (referrer_id, referred_id, at, to_status, reason, actor)
          SELECT referrer_id, referred_id, created_at, status, reason, :actor FROM begun
      )
      SELECT * FROM begun
      """;

  /// Begins a life.
  ///
  /// @param referral as it should be
  /// @param redeemableUntil when the referred user's time to redeem ends
  static Referral begin(
      Tx tx, Referral referral, Optional<String> fingerprintId, Instant redeemableUntil, Actor by) {
    var terms = referral.terms();
    return tx.query(BEGIN)
        .bind("referrer", referral.referrerId())
        .bind("referred", referral.referredId())
        .bind("status", referral.status().word())
        .bind("outcome", referral.outcome().word())
        .bind("completes", terms.completion().word())
        .bind("hold_days", (int) terms.hold().toDays())
        .bind("referrer_credits", terms.referrerCredits().toBigDecimal())
        .bind("referred_credits", terms.referredCredits().toBigDecimal())
        .bindByType(
            "credits_days",
            terms.creditsLast().map(last -> (int) last.toDays()).orElse(null),
            Integer.class)
        .bind("spent", terms.spent().word())
        .bind("signals", json(referral.signals()))
        .bind("score", referral.score())
        .bind("review_score", referral.reviewScore())
        .bindByType("fingerprint", fingerprintId.orElse(null), String.class)
        .bind("created_at", referral.createdAt())
        .bind("redeemable_until", redeemableUntil)
        .bind(
            "qualify_days",
            (int) Duration.between(referral.createdAt(), referral.qualifiesUntil()).toDays())
        .bind("qualifies_until", referral.qualifiesUntil())
        .bindByType("qualified_at", referral.qualifiedAt().orElse(null), Instant.class)
        .bindByType("qualified_by", referral.qualifiedBy().orElse(null), UUID.class)
        .bindByType("due_at", referral.dueAt().orElse(null), Instant.class)
        .bind("actor", by.word())
        .map(ReferralRow::read)
        .one();
  }

  // Who is let pass by a person has the whole time to qualify from then on.
  private static final String TAKE =
      """
      WITH moved AS (
          UPDATE tally.referrals
             SET status = :to,
                 reason = :reason,
                 reviewed_at = CASE WHEN :to = 'pending' THEN :now ELSE reviewed_at END,
                 qualifies_until = CASE WHEN :to = 'pending'
                     THEN greatest(qualifies_until,
                              :now::timestamptz + qualify_days * interval '1 day')
                     ELSE qualifies_until END,
                 signals = coalesce(:signals::jsonb, signals),
                 score = coalesce(:score::integer, score),
                 completed_at = CASE WHEN :to IN ('completed', 'reversed')
                     THEN coalesce(completed_at, :now::timestamptz) END,
                 referrer_grant_id = coalesce(:referrer_grant::uuid, referrer_grant_id),
                 referred_grant_id = coalesce(:referred_grant::uuid, referred_grant_id),
                 reversals = reversals + (:to::text = 'reversed' AND :from::text <> 'reversed')::integer
           WHERE referrer_id = :referrer AND referred_id = :referred AND status = :from
          RETURNING *
      ), noted AS (
          INSERT INTO tally.referral_events
                 (referrer_id, referred_id, at, from_status, to_status, reason, note, actor)
          SELECT referrer_id, referred_id, :now, :from, :to, :reason, :note, :actor FROM moved
      )
      SELECT * FROM moved
      """;

  /// Takes a step, whose users are locked; empty if the referral does not stand where it begins.
  static Optional<Referral> take(Tx tx, Pair pair, Step step, Instant now) {
    return take(tx, pair, step, Given.NOTHING, Optional.empty(), now);
  }

  /// Completes a referral.
  static Optional<Referral> complete(Tx tx, Pair pair, Step step, Given given, Instant now) {
    return take(tx, pair, step, given, Optional.empty(), now);
  }

  /// Has a person look at a referral, because of what speaks against it.
  static Optional<Referral> hold(Tx tx, Pair pair, Step step, Assessment found, Instant now) {
    return take(tx, pair, step, Given.NOTHING, Optional.of(found), now);
  }

  /// Takes a step that somebody, or a purchase that went back, decides on, with its line in the
  /// audit log. The users are locked.
  static Referral decide(
      Tx tx, Referral referral, Referral.Status to, Audit.Action action, Why why, Instant now) {
    var pair = referral.pair();
    var details =
        Map.of(
            "status.old", referral.status().word(),
            "status.new", to.word(),
            "reason", why.reason());
    Audit.write(
        tx,
        new Audit.Line(why.by(), action, Optional.of(pair.referred()), pair.subject(), details));
    var step = new Step(referral.status(), to, Optional.of(why.reason()), why.note(), why.by());
    return take(tx, pair, step, now)
        .orElseThrow(() -> new IllegalStateException(pair.subject() + " moved under its locks"));
  }

  private static Optional<Referral> take(
      Tx tx, Pair pair, Step step, Given given, Optional<Assessment> found, Instant now) {
    return tx.query(TAKE)
        .bind("referrer", pair.referrer())
        .bind("referred", pair.referred())
        .bind("from", step.from().word())
        .bind("to", step.to().word())
        .bindByType("reason", step.reason().orElse(null), String.class)
        .bindByType("note", step.note().orElse(null), String.class)
        .bind("actor", step.by().word())
        .bindByType("signals", found.map(it -> json(it.words())).orElse(null), String.class)
        .bindByType("score", found.map(Assessment::score).orElse(null), Integer.class)
        .bindByType("referrer_grant", given.referrer().orElse(null), UUID.class)
        .bindByType("referred_grant", given.referred().orElse(null), UUID.class)
        .bind("now", now)
        .map(ReferralRow::read)
        .findOne();
  }

  private static final String FORGET =
      """
      UPDATE tally.referrals AS r
         SET fingerprint_id = NULL
        FROM (SELECT referred_id, fingerprint_id FROM tally.referrals) AS before
       WHERE r.referred_id = :user
         AND before.referred_id = r.referred_id
         AND before.fingerprint_id IS NOT NULL
      RETURNING before.fingerprint_id
      """;

  private static final String FORGET_NOTES =
      """
      UPDATE tally.referral_events
         SET note = NULL
       WHERE note IS NOT NULL
         AND (referrer_id = :user
              OR (referrer_id, referred_id) = (SELECT referrer_id, referred_id
                                                 FROM tally.referrals
                                                WHERE referred_id = :user))
      """;

  /// Forgets on which device a user who was deleted redeemed a code, and what support wrote to
  /// itself about them.
  static void forget(Tx tx, UUID user) {
    var device = tx.query(FORGET).bind("user", user).mapTo(String.class).findOne();
    device.ifPresent(id -> Fingerprints.outlive(tx, id));
    tx.update(FORGET_NOTES).bind("user", user).execute();
  }

  private static String json(Map<String, Integer> weights) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(weights));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers by name are always JSON", e);
    }
  }
}
