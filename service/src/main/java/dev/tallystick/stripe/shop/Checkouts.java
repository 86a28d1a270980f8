package dev.tallystick.stripe.shop;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.User;
import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.SubscriptionState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Offers packs and plans to users: owns checkouts. What is offered is a row first; then Stripe
/// makes a session for it, once, whose id is noted; then the user pays there. That they paid is
/// told by Stripe alone. Thread-safe.
public final class Checkouts {
  /// Stripe keeps keys for a day.
  private static final Duration KEY_KEPT = Duration.ofHours(23);

  private final Database database;
  private final CheckoutApi stripe;
  private final CustomerMaking customers;
  private final Map<String, Pack> packs;
  private final Map<String, Credits> plans;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  Checkouts(
      Database database,
      CheckoutApi stripe,
      CustomerMaking customers,
      StripeSettings settings,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.database = database;
    this.stripe = stripe;
    this.customers = customers;
    this.packs = settings.packs();
    this.plans = settings.plans();
    this.clock = clock;
    this.ids = ids;
  }

  /// Offers something. Under one operation id there is one session, however often it is asked for.
  ///
  /// @throws StripeUnavailable if Stripe gives no answer: to be asked again, under the same id
  /// @throws StripeRefused if Stripe does not sell it
  public Offering offer(Order order, Actor by) {
    var opening = database.inTransaction(tx -> open(tx, order));
    if (!(opening instanceof Offering.Offered(var checkout, var isReplayed))) return opening;
    if (isReplayed) return opening;
    return customers.with(order.user(), making -> offer(checkout, making, by));
  }

  private Offering offer(Checkout checkout, Making making, Actor by) {
    return switch (making) {
      case Making.Made(var customer) -> offer(checkout, customer, by);
      case Making.UserUnknown() -> new Offering.UserUnknown();
      case Making.UserDeleted() -> new Offering.UserDeleted();
      case Making.UserInactive() -> new Offering.UserInactive();
    };
  }

  /// Of the plans that are offered to a customer only the last can be paid, and none beside a
  /// subscription. Stripe is asked for both once the session is there: of two that are made at
  /// once, the later one sees the earlier.
  private Offering offer(Checkout checkout, String customer, Actor by) {
    var session = session(checkout, customer);
    if (checkout.price().isPresent() && session.url().isPresent()) {
      stripe.closePlansButLast(customer);
      // What could not be closed, because it was paid just then, is a subscription by now.
      var running = stripe.running(customer);
      if (running.isPresent()) {
        stripe.close(session.id());
        withdraw(checkout);
        return new Offering.AlreadySubscribed(running.get());
      }
    }
    return note(checkout, session, by);
  }

  private static final String WITHDRAW =
      """
      DELETE FROM tally.checkouts WHERE user_id = :user AND id = :id AND session_id IS NULL
      """;

  /// Forgets what was not offered in the end, so that it can be, later.
  private void withdraw(Checkout checkout) {
    database.useTransaction(
        tx ->
            tx.update(WITHDRAW).bind("user", checkout.user()).bind("id", checkout.id()).execute());
  }

  private static final String STATUS =
      """
      SELECT status FROM tally.users WHERE id = :user FOR SHARE
      """;

  private static final String BY_OPERATION =
      """
      SELECT * FROM tally.checkouts WHERE user_id = :user AND operation_id = :operation
      """;

  /// The row, from before or new; replayed if its session is known.
  private Offering open(Tx tx, Order order) {
    var status = status(tx, order.user());
    if (status.isEmpty()) return new Offering.UserUnknown();
    if (status.get() == User.Status.DELETED) return new Offering.UserDeleted();
    var before = find(tx, order);
    if (before.isPresent()) return again(before.get(), order);
    if (status.get() != User.Status.ACTIVE) return new Offering.UserInactive();
    return insert(tx, order);
  }

  private static Optional<User.Status> status(Tx tx, UUID user) {
    return tx.query(STATUS)
        .bind("user", user)
        .mapTo(String.class)
        .findOne()
        .map(User.Status::ofWord);
  }

  private static Optional<Checkout> find(Tx tx, Order order) {
    return tx.query(BY_OPERATION)
        .bind("user", order.user())
        .bind("operation", order.operationId())
        .map(Checkout::read)
        .findOne();
  }

  private static Offering again(Checkout checkout, Order order) {
    return checkout.answers(order)
        ? new Offering.Offered(checkout, checkout.session().isPresent())
        : new Offering.OperationReused(checkout);
  }

  private static final String RUNNING =
      """
      SELECT id
        FROM tally.stripe_subscriptions
       WHERE user_id = :user AND status = ANY (:running)
       ORDER BY id
       LIMIT 1
      """;

  private static final String INSERT =
      """
      INSERT INTO tally.checkouts
             (user_id, id, operation_id, pack, credits, amount, currency, price_id, success_url,
              cancel_url, created_at)
      VALUES (:user, :id, :operation, :pack, :credits, :amount, :currency, :price, :success_url,
              :cancel_url, :now)
      ON CONFLICT (user_id, operation_id) DO NOTHING
      RETURNING *
      """;

  private Offering insert(Tx tx, Order order) {
    Optional<Pack> pack = Optional.empty();
    Optional<String> price = Optional.empty();
    switch (order.item()) {
      case Order.OfPack(var name) -> {
        pack = Optional.ofNullable(packs.get(name));
        if (pack.isEmpty()) return new Offering.NotSold();
      }
      case Order.OfPlan(var id) -> {
        if (!plans.containsKey(id)) return new Offering.NotSold();
        price = Optional.of(id);
        var running =
            tx.query(RUNNING)
                .bind("user", order.user())
                .bindArray("running", String.class, SubscriptionState.RUNNING)
                .mapTo(String.class)
                .findOne();
        if (running.isPresent()) return new Offering.AlreadySubscribed(running.get());
      }
    }
    var inserted = insert(tx, order, pack, price);
    return inserted
        .<Offering>map(checkout -> new Offering.Offered(checkout, false))
        // Somebody was quicker, under the same operation id.
        .orElseGet(() -> again(find(tx, order).orElseThrow(), order));
  }

  private Optional<Checkout> insert(
      Tx tx, Order order, Optional<Pack> pack, Optional<String> price) {
    return tx.query(INSERT)
        .bind("user", order.user())
        .bind("id", ids.get())
        .bind("operation", order.operationId())
        .bind("pack", pack.map(Pack::name).orElse(null))
        .bindByType(
            "credits",
            pack.map(Pack::credits).map(Credits::toBigDecimal).orElse(null),
            BigDecimal.class)
        .bindByType("amount", pack.map(Pack::amount).orElse(null), Long.class)
        .bind("currency", pack.map(Pack::currency).orElse(null))
        .bind("price", price.orElse(null))
        .bind("success_url", order.successUrl().orElse(order.page() + "?done=paid"))
        .bind("cancel_url", order.cancelUrl().orElse(order.page()))
        .bind("now", now())
        .map(Checkout::read)
        .findOne();
  }

  /// The session of a checkout that knows none. While Stripe keeps the key, it gives the one that
  /// it made before; after that it is looked for.
  private CheckoutApi.Session session(Checkout checkout, String customer) {
    boolean isKeyKept = now().isBefore(checkout.createdAt().plus(KEY_KEPT));
    return (isKeyKept ? Optional.<CheckoutApi.Session>empty() : stripe.find(checkout, customer))
        .orElseGet(() -> stripe.create(checkout, customer));
  }

  private static final String NOTE =
      """
      UPDATE tally.checkouts
         SET session_id = :session, url = :url, expires_at = :expires_at
       WHERE user_id = :user AND id = :id AND session_id IS NULL
      RETURNING *
      """;

  private Offering note(Checkout checkout, CheckoutApi.Session session, Actor by) {
    return database.inTransaction(
        tx -> {
          // Of who was deleted meanwhile, nothing is kept.
          if (status(tx, checkout.user()).equals(Optional.of(User.Status.DELETED))) {
            return new Offering.UserDeleted();
          }
          var noted = note(tx, checkout, session);
          noted.ifPresent(it -> audit(tx, it, by));
          return new Offering.Offered(noted.orElseGet(() -> byId(tx, checkout)), noted.isEmpty());
        });
  }

  private static Optional<Checkout> note(Tx tx, Checkout checkout, CheckoutApi.Session session) {
    return tx.query(NOTE)
        .bind("user", checkout.user())
        .bind("id", checkout.id())
        .bind("session", session.id())
        .bind("url", session.url().orElse(null))
        .bind("expires_at", session.expiresAt())
        .map(Checkout::read)
        .findOne();
  }

  private static final String BY_ID =
      """
      SELECT * FROM tally.checkouts WHERE user_id = :user AND id = :id
      """;

  private static Checkout byId(Tx tx, Checkout checkout) {
    return tx.query(BY_ID)
        .bind("user", checkout.user())
        .bind("id", checkout.id())
        .map(Checkout::read)
        .one();
  }

  private static void audit(Tx tx, Checkout checkout, Actor by) {
    var details = new HashMap<>(Map.of("operationId", checkout.operationId()));
    checkout.session().ifPresent(session -> details.put("session", session));
    checkout.pack().ifPresent(pack -> details.put("pack", pack.name()));
    checkout.price().ifPresent(price -> details.put("plan", price));
    var subject = "checkout:" + checkout.id();
    Audit.write(
        tx,
        new Audit.Line(
            by, Audit.Action.CHECKOUT_OPENED, Optional.of(checkout.user()), subject, details));
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
