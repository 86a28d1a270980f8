package dev.tallystick.stripe;

import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.GrantHistory;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.referral.Undoing;
import dev.tallystick.stripe.topup.TopUpsByMoney;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Applies what tests say that Stripe has, without a Stripe.
final class DirectPurchases {
  /// Credits a month of two prices.
  private static final String PLANS = "price_basic=1000,price_pro=3000";

  private final Database database;
  private final TestingBooks books;
  private final Purchases purchases;
  private final MonthlyCredits months;

  private DirectPurchases(Database database, Map<String, String> variables) {
    this.database = database;
    this.books = new TestingBooks(database);
    var environment = new HashMap<>(variables);
    environment.put("TALLY_STRIPE_API_KEY", "sk_test");
    environment.put("TALLY_STRIPE_WEBHOOK_SECRET", "whsec_test");
    environment.putIfAbsent("TALLY_STRIPE_PLANS", PLANS);
    var settings = StripeSettings.of(environment).orElseThrow();
    this.purchases =
        new Purchases(
            settings,
            books.ledger(),
            books.reversals(),
            undoing(),
            new TopUpsByMoney(),
            TestingBooks::newId);
    this.months = new MonthlyCredits(database, purchases, books::now);
  }

  static DirectPurchases on(Database database) {
    return new DirectPurchases(database, Map.of());
  }

  static DirectPurchases on(Database database, Map<String, String> variables) {
    return new DirectPurchases(database, variables);
  }

  private Undoing undoing() {
    var hashes = new KeyedHashes(database, books::now);
    return Referrals.of(
            database, books.ledger(), books.reversals(), hashes, Program.of(Map.of()), books::now)
        .undoing();
  }

  Purchases purchases() {
    return purchases;
  }

  TestingBooks books() {
    return books;
  }

  MonthlyCredits months() {
    return months;
  }

  long nextFetch() {
    return Inbox.nextFetch(database);
  }

  /// Stripe has this now.
  void apply(Paying payment) {
    apply(payment, nextFetch());
  }

  /// A fetch found this.
  void apply(Paying payment, long fetchNo) {
    database.useTransaction(tx -> purchases.apply(tx, payment.state(), fetchNo, books.now()));
  }

  /// Stripe has this now.
  void apply(Billing invoice, Paying... payments) {
    var states = List.of(payments).stream().map(Paying::state).toList();
    long fetchNo = nextFetch();
    database.useTransaction(
        tx -> purchases.apply(tx, invoice.state(), states, fetchNo, books.now()));
  }

  private static final String MOVES =
      """
      SELECT concat_ws(' ', replace(operation_id, :id, 'it'), taken, owed, forgone,
                       CASE WHEN restored_at IS NOT NULL THEN 'undone' END)
        FROM tally.credit_reversals
       WHERE user_id = :user
       ORDER BY id
      """;

  /// All reversals of what a purchase gave: taken, owed, forgone.
  List<String> reversals(UUID user, String id) {
    return database.inTransaction(
        tx ->
            tx.query(MOVES)
                .bind("user", user)
                .bind("id", "stripe:" + id)
                .mapTo(String.class)
                .map(line -> line.replace(".000000", ""))
                .list());
  }

  /// What of the mirror's row a column says.
  String payment(Paying payment, String column) {
    return database.inTransaction(
        tx ->
            tx.query(
                    "SELECT coalesce((%s)::text, '-') FROM tally.stripe_payments WHERE id = :id"
                        .formatted(column))
                .bind("id", payment.id())
                .mapTo(String.class)
                .one());
  }

  /// A new user, who is a customer of Stripe's.
  UUID customer() {
    var user = books.user();
    database.useTransaction(
        tx ->
            tx.update("UPDATE tally.users SET stripe_customer_id = :customer WHERE id = :user")
                .bind("customer", "cus_" + user)
                .bind("user", user)
                .execute());
    return user;
  }

  /// What of an invoice's row a column says.
  String invoice(Billing invoice, String column) {
    return database.inTransaction(
        tx ->
            tx.query(
                    "SELECT coalesce((%s)::text, '-') FROM tally.stripe_invoices WHERE id = :id"
                        .formatted(column))
                .bind("id", invoice.id())
                .mapTo(String.class)
                .one());
  }

  private static final String GRANTS =
      """
      SELECT concat_ws(' ', replace(operation_id, :id, 'it'), type, principal,
                       (SELECT sum(amount)
                          FROM tally.credit_reversals AS r
                         WHERE r.user_id = g.user_id AND r.grant_id = g.id
                           AND restored_at IS NULL))
        FROM tally.credit_grants AS g
       WHERE user_id = :user
       ORDER BY id
      """;

  /// All grants, and what is reversed of each.
  List<String> grants(UUID user, String id) {
    return database.inTransaction(
        tx ->
            tx.query(GRANTS)
                .bind("user", user)
                .bind("id", "stripe:" + id)
                .mapTo(String.class)
                .map(line -> line.replace(".000000", ""))
                .list());
  }

  /// The invoice's subscription runs from then on.
  void subscription(Billing invoice, Instant from, Instant until) {
    subscription(invoice, from, until, "\"status\": \"active\"");
  }

  /// The invoice's subscription ran from then on, and was ended before its period was over.
  void ended(Billing invoice, Instant from, Instant until, Instant at) {
    var ended = "\"status\": \"canceled\", \"ended_at\": " + at.getEpochSecond();
    subscription(invoice, from, until, ended);
  }

  private void subscription(Billing invoice, Instant from, Instant until, String status) {
    var item =
        "{\"current_period_start\": %d, \"current_period_end\": %d}"
            .formatted(from.getEpochSecond(), until.getEpochSecond());
    var json =
        """
        {"id": "%s", "customer": "%s", %s, "created": 1, "items": {"data": [%s]}}
        """
            .formatted(invoice.subscription(), invoice.customer(), status, item);
    var state = SubscriptionState.read(StripeJson.parse(json));
    long fetchNo = nextFetch();
    database.useTransaction(
        tx -> Subscriptions.mirror(tx, state, Optional.empty(), fetchNo, books.now()));
  }

  /// The grant that a payment made.
  UUID grantId(UUID user, String id) {
    return database.inTransaction(
        tx -> GrantHistory.of(tx, user, Due.operation(id)).getFirst().grant().id());
  }
}
