package dev.tallystick.credit;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Taking granted credits back, and undoing that: owns credit_reversals. Credits move as
/// everywhere: under the account's lock, by entries that [Ledger#post] writes.
public final class Reversals {
  /// Lists come in pages of at most this many.
  public static final int PAGE_MAX = 1_000;

  private final Database database;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  /// @param ids new UUIDv7 ids, ascending
  public Reversals(Database database, Ledger ledger, InstantSource clock, Supplier<UUID> ids) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
    this.ids = ids;
  }

  private static final String BY_OPERATION =
      """
      SELECT * FROM tally.credit_reversals WHERE user_id = :user AND operation_id = :operation
      """;

  /// The reversal that an operation made.
  public static Optional<Reversal> find(Tx tx, UUID userId, String operationId) {
    return tx.query(BY_OPERATION)
        .bind("user", userId)
        .bind("operation", operationId)
        .map(ReversalRow::read)
        .findOne();
  }

  private static final String INSERT =
      """
      INSERT INTO tally.credit_reversals (user_id, id, grant_id, operation_id, kind, spent, amount,
                                          taken, owed, created_at)
      VALUES (:user, :id, :grant, :operation, :kind, :spent, :amount, :taken, :owed, :now)
      RETURNING *
      """;

  /// Takes back credits of a grant inside the caller's transaction, also of a user who was deleted.
  ///
  /// What is left in the grant goes first. Then comes what was spent, by charges or by paying debt:
  /// it becomes debt or is written off, as the request says, and once only, however many reversals
  /// there are. What had expired is forgone: nobody had it, so nobody owes it; that holds from the
  /// moment of expiry on, whether or not the grant was written off by then.
  ///
  /// What a referral gave is taken back by the referral alone, under ids of its own: the two go
  /// together.
  public Reversing reverse(Tx tx, ReversalRequest request) {
    var account = ledger.lock(tx, List.of(request.userId())).get(request.userId());
    if (account == null) return new Reversing.UserUnknown();
    var before = find(tx, request.userId(), request.operationId());
    if (before.isPresent()) {
      return request.describes(before.get())
          ? new Reversing.Replayed(before.get())
          : new Reversing.OperationReused(before.get());
    }
    var found = reversible(tx, request.userId(), request.grantId());
    if (found.isEmpty()) return new Reversing.GrantUnknown();
    var grant = found.get();
    if (isOfReferral(grant.grant().operationId()) != isOfReferral(request.operationId())) {
      return new Reversing.OfReferral();
    }
    if (grant.left().isZero()) return new Reversing.NothingLeft();
    var amount = request.credits().orElse(grant.left());
    if (amount.compareTo(grant.left()) > 0) return new Reversing.MoreThanLeft(grant.left());
    var now = clock.instant();
    var parts = grant.parts(amount, request.spent(), now);
    if (parts.owed().compareTo(Credits.MAX.minus(account.debt())) > 0) {
      return new Reversing.TooMuchDebt();
    }
    var reversal = insert(tx, request, parts, now);
    var entries = new ArrayList<>(grant.lapse(now));
    entries.addAll(ofGrant(reversal, reversal.kind().entries(), reversal.taken().negated()));
    entries.addAll(ofDebt(reversal, reversal.kind().entries(), reversal.owed().negated()));
    ledger.post(tx, entries);
    return new Reversing.Reversed(reversal);
  }

  private static boolean isOfReferral(String operationId) {
    return operationId.startsWith(GrantRequest.REFERRAL_PREFIX);
  }

  private static List<NewEntry> ofGrant(Reversal reversal, Entry.Kind kind, Credits amount) {
    return NewEntry.ofReversal(reversal, Optional.of(reversal.grantId()), kind, amount);
  }

  private static List<NewEntry> ofDebt(Reversal reversal, Entry.Kind kind, Credits amount) {
    return NewEntry.ofReversal(reversal, Optional.empty(), kind, amount);
  }

  private Reversal insert(
      Tx tx, ReversalRequest request, ReversibleGrant.Parts parts, Instant now) {
    return tx.query(INSERT)
        .bind("user", request.userId())
        .bind("id", ids.get())
        .bind("grant", request.grantId())
        .bind("operation", request.operationId())
        .bind("kind", request.kind().word())
        .bind("spent", request.spent().word())
        .bind("amount", parts.amount().toBigDecimal())
        .bind("taken", parts.taken().toBigDecimal())
        .bind("owed", parts.owed().toBigDecimal())
        .bind("now", now)
        .map(ReversalRow::read)
        .one();
  }

  private static final String REVERSIBLE =
      """
      SELECT g.*, r.reversed, r.taken, r.settled,
             (SELECT coalesce(-sum(e.amount), 0)
                FROM tally.credit_entries AS e
               WHERE e.user_id = g.user_id AND e.grant_id = g.id AND e.kind = 'expiry') AS expired
        FROM tally.credit_grants AS g,
             LATERAL (SELECT coalesce(sum(amount), 0) AS reversed,
                             coalesce(sum(taken), 0) AS taken,
                             coalesce(sum(CASE spent WHEN 'debt' THEN owed ELSE forgone END), 0)
                                 AS settled
                        FROM tally.credit_reversals
                       WHERE user_id = g.user_id AND grant_id = g.id AND restored_at IS NULL) AS r
       WHERE g.user_id = :user AND g.id = :grant
      """;

  private static Optional<ReversibleGrant> reversible(Tx tx, UUID user, UUID grant) {
    return tx.query(REVERSIBLE)
        .bind("user", user)
        .bind("grant", grant)
        .map(ReversibleGrant::read)
        .findOne();
  }

  private static final String BY_ID =
      """
      SELECT * FROM tally.credit_reversals WHERE user_id = :user AND id = :id
      """;

  private static final String RESTORE =
      """
      UPDATE tally.credit_reversals
         SET restored_at = :now
       WHERE user_id = :user AND id = :id AND restored_at IS NULL
      RETURNING *
      """;

  /// Undoes a reversal, once, inside the caller's transaction, also for a user who was deleted.
  ///
  /// What was owed is forgiven as far as there is debt. Where there is less, another grant paid it
  /// meanwhile, perhaps one that was bought and lasts: that comes back into this grant if it never
  /// expires, and as a new grant without expiry if it does or has, of the same type and priority,
  /// so that nothing lapses because a reversal was undone, nor because of when.
  ///
  /// What was taken goes back into the grant. It pays debt first that arose while it was missing,
  /// since a charge would have drawn on it; debt that other reversals made is left to their own
  /// undoing, so that undoing all of them, in any order, leads back to where they began. If the
  /// grant has expired meanwhile it pays debt nonetheless, and what is left in it lapses with
  /// [Ledger#expireGrants]: the user had not spent it.
  ///
  /// The grant can take it. Its balance is principal − spent − lapsed − taken by reversals that
  /// stand, where what comes back into it of owed credits counts as not spent. And `spent` is never
  /// less than what those reversals made owed: each makes owed no more than the difference, and
  /// undoing one takes its whole `owed` from the latter and at most that from the former. So
  /// `spent` and all the others stay at or above zero, and the balance at or below the principal.
  public Restoring restore(Tx tx, UUID userId, UUID reversalId) {
    var account = ledger.lock(tx, List.of(userId)).get(userId);
    if (account == null) return new Restoring.UserUnknown();
    var found =
        tx.query(BY_ID)
            .bind("user", userId)
            .bind("id", reversalId)
            .map(ReversalRow::read)
            .findOne();
    if (found.isEmpty()) return new Restoring.ReversalUnknown();
    var reversal = found.get();
    if (reversal.restoredAt().isPresent()) return new Restoring.AlreadyRestored(reversal);
    var forgiven = reversal.owed().min(account.debt());
    var paid = reversal.owed().minus(forgiven);
    var repaid = reversal.taken().min(otherDebt(tx, reversal, account.debt().minus(forgiven)));
    var gained = reversal.taken().plus(paid).minus(repaid);
    if (gained.compareTo(Credits.MAX.minus(account.balance())) > 0) return new Restoring.TooMuch();
    var grant = reversible(tx, userId, reversal.grantId()).orElseThrow().grant();
    var anew = grant.expiresAt().isPresent() ? paid : Credits.ZERO;
    var restored =
        tx.query(RESTORE)
            .bind("user", userId)
            .bind("id", reversalId)
            .bind("now", clock.instant())
            .map(ReversalRow::read)
            .one();
    var entries = new ArrayList<>(ofDebt(reversal, Entry.Kind.RESTORATION, forgiven));
    var back = reversal.taken().plus(paid).minus(anew);
    entries.addAll(ofGrant(reversal, Entry.Kind.RESTORATION, back));
    entries.addAll(NewEntry.repayment(userId, reversal.grantId(), repaid));
    ledger.post(tx, entries);
    if (anew.isPositive()) giveAnew(tx, reversal, grant, anew);
    return new Restoring.Restored(restored);
  }

  /// Gives what was paid, whether or not the account is closed. There is no debt that it could pay:
  /// only where that is less than what was owed has anybody paid.
  private void giveAnew(Tx tx, Reversal reversal, Grant grant, Credits credits) {
    var operation = GrantRequest.RESTORATION_PREFIX + reversal.id();
    var request =
        new GrantRequest(
            grant.userId(), operation, grant.type(), grant.priority(), credits, Optional.empty());
    var _ = ledger.insert(tx, request, clock.instant());
  }

  // Of sums that may be beyond what credits hold, so they are compared here.
  private static final String OTHER_DEBT =
      """
      SELECT greatest(:debt - coalesce(sum(owed), 0), 0)
        FROM tally.credit_reversals
       WHERE user_id = :user AND id <> :id AND restored_at IS NULL
      """;

  /// What of `debt` no other reversal that stands can have made.
  private static Credits otherDebt(Tx tx, Reversal reversal, Credits debt) {
    return Credits.exact(
        tx.query(OTHER_DEBT)
            .bind("debt", debt.toBigDecimal())
            .bind("user", reversal.userId())
            .bind("id", reversal.id())
            .mapTo(BigDecimal.class)
            .one());
  }

  private static final String LIST =
      """
      SELECT *
        FROM tally.credit_reversals
       WHERE user_id = :user AND (:before::uuid IS NULL OR id < :before)
       ORDER BY id DESC
       LIMIT :limit
      """;

  /// A user's reversals, newest first, those before the reversal `before` if one is named.
  ///
  /// @param limit at most [#PAGE_MAX]
  public List<Reversal> list(UUID userId, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx ->
            tx.query(LIST)
                .bind("user", userId)
                .bind("before", before.orElse(null))
                .bind("limit", Math.min(limit, PAGE_MAX))
                .map(ReversalRow::read)
                .list());
  }

  /// A grant, and how many of its credits are reversed.
  public record GrantReversed(Grant grant, Credits reversed) {}

  private static final String GRANTS =
      """
      SELECT g.*,
             (SELECT coalesce(sum(r.amount), 0)
                FROM tally.credit_reversals AS r
               WHERE r.user_id = g.user_id AND r.grant_id = g.id AND r.restored_at IS NULL)
                 AS reversed
        FROM tally.credit_grants AS g
       WHERE g.user_id = :user AND (:before::uuid IS NULL OR g.id < :before)
       ORDER BY g.id DESC
       LIMIT :limit
      """;

  /// All grants of a user, also those that are spent, expired or reversed; newest first, those
  /// before the grant `before` if one is named.
  ///
  /// @param limit at most [#PAGE_MAX]
  public List<GrantReversed> grants(UUID userId, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx ->
            tx.query(GRANTS)
                .bind("user", userId)
                .bind("before", before.orElse(null))
                .bind("limit", Math.min(limit, PAGE_MAX))
                .map(
                    (row, context) ->
                        new GrantReversed(
                            GrantRow.read(row, context),
                            Credits.exact(row.getBigDecimal("reversed"))))
                .list());
  }
}
