package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.Actor;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Entry;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Granting;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.NewEntry;
import dev.tallystick.credit.Restoring;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.credit.Reversing;
import dev.tallystick.message.Lanes;
import dev.tallystick.message.LatePrices;
import dev.tallystick.message.Recording;
import dev.tallystick.message.TestingMessages;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.price.PriceFile;
import dev.tallystick.price.Prices;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Moves referrals on one database, without a server.
public final class DirectReferrals {
  private static final Actor BY = new Actor.Operator();
  private static final Judgement BECAUSE =
      new Judgement("same_household", Optional.of("a note"), BY);

  private final Database database;
  private final Ledger ledger;
  private final Reversals reversals;
  private final Referrals all;
  private final InstantSource clock;

  private DirectReferrals(
      Database database, Ledger ledger, Reversals reversals, Referrals all, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.reversals = reversals;
    this.all = all;
    this.clock = clock;
  }

  public static DirectReferrals on(Database database, Program program, InstantSource clock) {
    var ids = Generators.timeBasedEpochGenerator();
    var ledger = new Ledger(database, clock, ids::generate);
    var reversals = new Reversals(database, ledger, clock, ids::generate);
    var hashes = new KeyedHashes(database, clock);
    var all = Referrals.of(database, ledger, reversals, hashes, program, clock);
    return new DirectReferrals(database, ledger, reversals, all, clock);
  }

  public Redemption redeem(String code, UUID user) {
    return all.redeeming().redeem(new Redeeming.Request(code, user, Optional.empty()), BY);
  }

  public Decision approve(Pair pair) {
    return all.reviews().approve(pair, BECAUSE);
  }

  public Decision appeal(Pair pair) {
    return all.reviews().appeal(pair, BECAUSE);
  }

  public Decision reject(Pair pair) {
    return all.reviews().reject(pair, BECAUSE);
  }

  public Decision reverse(Pair pair) {
    return all.undoing().reverse(pair, BECAUSE);
  }

  public Decision reinstate(Pair pair) {
    return all.undoing().reinstate(pair, BECAUSE);
  }

  public int completeDue() {
    return all.completing().completeDue();
  }

  public int expireOverdue() {
    return all.expiring().expireOverdue();
  }

  /// A call of a user's is charged, once; returns when it is.
  void call(UUID user, UUID message, String model) {
    var prices = new Prices(database, clock);
    try (var lanes =
        new Lanes(
            database, prices, ledger, CreditRate.DEFAULT, clock, new Lanes.Limits(1, 1 << 20, 1))) {
      assertThat(lanes.record(TestingMessages.call(user, message, model)).join())
          .isInstanceOfAny(Recording.Recorded.class, Recording.Replayed.class);
    }
  }

  /// A model gets a price.
  void price(String model) {
    var file =
        """
        {"format": "tallystick-prices/1", "catalogue": "custom", "source": "contract",
         "prices": [{"provider": "acme", "model": "%s",
                     "prices": [{"tiers": [{"from": 0, "rates": {"input": "1"}}]}]}]}
        """
            .formatted(model);
    new Prices(database, clock)
        .importFile(PriceFile.read("contract.json", file.getBytes(StandardCharsets.UTF_8)));
  }

  /// What has a price by now is charged.
  void chargeLate() {
    var prices = new Prices(database, clock);
    new LatePrices(database, prices, ledger, CreditRate.DEFAULT, clock).chargeIfPricesChanged();
  }

  /// What a transaction that charges a user does to referrals.
  void charge(Tx tx, UUID user, Instant at) {
    var _ = ledger.lock(tx, List.of(user));
    var entry =
        new NewEntry(
            user,
            Optional.empty(),
            Optional.of(UUID.randomUUID()),
            Optional.empty(),
            Entry.Kind.CHARGE,
            new Credits(-1));
    Qualifying.charged(tx, List.of(entry), at);
  }

  /// A user buys credits, once for each operation; returns the grant.
  UUID buy(UUID user, String operationId) {
    var request =
        new GrantRequest(
            user, operationId, Grant.Type.PURCHASE, 60, new Credits(70_000_000), Optional.empty());
    return database.inTransaction(
        tx -> {
          all.undoing().lock(tx, user);
          var granting = ledger.grant(tx, request);
          if (granting instanceof Granting.Replayed(var grant)) return grant.id();
          var grant = ((Granting.Granted) granting).grant();
          all.undoing().purchased(tx, grant, BY);
          return grant.id();
        });
  }

  /// A purchase goes back whole, once.
  Reversing refund(UUID user, UUID grant) {
    return refund(user, grant, "refund");
  }

  /// A purchase goes back whole, once for each operation.
  Reversing refund(UUID user, UUID grant, String operationId) {
    var request =
        new ReversalRequest(
            user, grant, operationId, Reversal.Kind.REFUND, Optional.empty(), Reversal.Spent.DEBT);
    return database.inTransaction(
        tx -> {
          all.undoing().lock(tx, user);
          var reversing = reversals.reverse(tx, request);
          if (reversing instanceof Reversing.Reversed(var reversal)) {
            all.undoing().reversed(tx, reversal, BY);
          }
          return reversing;
        });
  }

  /// The refund is undone, once.
  Restoring restore(UUID user) {
    return database.inTransaction(
        tx -> {
          all.undoing().lock(tx, user);
          var reversal = Reversals.find(tx, user, "refund").orElseThrow();
          var restoring = reversals.restore(tx, user, reversal.id());
          if (restoring instanceof Restoring.Restored(var restored)) {
            all.undoing().restored(tx, restored, BY);
          }
          return restoring;
        });
  }

  private static final String STATE =
      """
      WITH them (id, name) AS (VALUES (:referrer, 'A'), (:referred, 'B')), lines (line) AS (
          SELECT 'used ' || referrals_used FROM tally.users WHERE id = :referrer
          UNION ALL
          SELECT 'referral ' || (to_jsonb(r) - '{referrer_id, referred_id, referrer_grant_id,
                                                 referred_grant_id, qualified_by}'::text[])::text
                 || num_nonnulls(referrer_grant_id, referred_grant_id) || ' grants '
                 || num_nonnulls(qualified_by) || ' qualifies it'
            FROM tally.referrals AS r
           WHERE referred_id = :referred
          UNION ALL
          SELECT concat_ws(' ', 'step', row_number() OVER (ORDER BY id), from_status, to_status,
                           reason, note, actor, at)
            FROM tally.referral_events
           WHERE referred_id = :referred
          UNION ALL
          SELECT concat_ws(' ', 'grant', name, type, principal, balance, expires_at,
                           replace(replace(operation_id, :referrer::text, 'A'),
                                   :referred::text, 'B'))
            FROM them JOIN tally.credit_grants AS g ON g.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'entry', name, kind, amount)
            FROM them JOIN tally.credit_entries AS e ON e.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'reversal', name, kind, amount, taken, owed, restored_at,
                           replace(replace(operation_id, :referrer::text, 'A'),
                                   :referred::text, 'B'))
            FROM them JOIN tally.credit_reversals AS v ON v.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'account', name, debt, held)
            FROM them JOIN tally.credit_accounts AS a ON a.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'message', name, status, credits)
            FROM them JOIN tally.messages AS m ON m.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'usage', name, day, messages, unpriced_messages, u.credits)
            FROM them JOIN tally.usage_daily AS u ON u.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'audit', name, action)
            FROM them JOIN tally.audit_log AS l ON l.user_id = them.id
           WHERE action <> 'referral.refused'
      )
      SELECT string_agg(line, chr(10) ORDER BY line) FROM lines
      """;

  /// All that is stored of two users, without their ids: of two pairs to whom the same happened it
  /// is the same. What was refused is left out, which is looked at anew each time it is asked.
  static String state(Database database, Pair pair) {
    return database.inTransaction(
        tx ->
            tx.query(STATE)
                .bind("referrer", pair.referrer())
                .bind("referred", pair.referred())
                .mapTo(String.class)
                .one());
  }
}
