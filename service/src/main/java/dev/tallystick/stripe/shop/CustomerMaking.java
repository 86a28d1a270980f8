package dev.tallystick.stripe.shop;

import dev.tallystick.account.User;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.CustomerState;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure that a user has a customer at Stripe, and one alone, however often it is asked for,
/// by how many at once, and wherever one of them stops. Thread-safe.
final class CustomerMaking {
  private static final Logger log = LoggerFactory.getLogger(CustomerMaking.class);

  /// More only if customers are deleted at Stripe while they are made.
  private static final int TRIES_MAX = 3;

  private final Database database;
  private final CustomerApi stripe;
  private final Syncing syncing;

  CustomerMaking(Database database, CustomerApi stripe, Syncing syncing) {
    this.database = database;
    this.stripe = stripe;
    this.syncing = syncing;
  }

  /// A user, and what is known of the customer.
  ///
  /// @param customer one that was not deleted
  /// @param isNameless whether Stripe has no e-mail address of the customer's
  private record Owner(
      User.Status status,
      Optional<String> email,
      Optional<String> name,
      Optional<String> customer,
      boolean isNameless) {
    static Owner read(ResultSet row, StatementContext context) throws SQLException {
      return new Owner(
          User.Status.ofWord(row.getString("status")),
          Optional.ofNullable(row.getString("email")),
          Optional.ofNullable(row.getString("name")),
          Optional.ofNullable(row.getString("customer")),
          row.getBoolean("is_nameless"));
    }
  }

  private static final String OWNER =
      """
      SELECT u.status, u.email, u.name,
             CASE WHEN c.is_deleted THEN NULL ELSE u.stripe_customer_id END AS customer,
             c.id IS NOT NULL AND c.email IS NULL AS is_nameless
        FROM tally.users AS u
        LEFT JOIN tally.stripe_customers AS c ON c.id = u.stripe_customer_id
       WHERE u.id = :user
      """;

  /// The user's customer, who is made if there is none. Who has one keeps it in every status, so
  /// that a subscription can be ended.
  Making of(UUID user) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var found = owner(user);
      if (found.isEmpty()) return new Making.UserUnknown();
      var owner = found.get();
      if (owner.status() == User.Status.DELETED) return new Making.UserDeleted();
      if (owner.customer().isPresent()) {
        var customer = owner.customer().get();
        if (owner.isNameless() && introduce(owner, customer)) sync(customer);
        return new Making.Made(customer);
      }
      if (owner.status() != User.Status.ACTIVE) return new Making.UserInactive();
      make(user, owner);
    }
    throw new IllegalStateException("Stripe's customers of the user %s vanish".formatted(user));
  }

  /// Does what needs the user's customer. Where Stripe says that there is none, because it was
  /// deleted and nobody had told us, it is done once more, with another.
  <T> T with(UUID user, Function<Making, T> work) {
    var making = of(user);
    try {
      return work.apply(making);
    } catch (StripeRefused refused) {
      boolean isMissing = refused.code().equals(StripeRefused.MISSING);
      if (!isMissing || !(making instanceof Making.Made(var used)) || !isGone(user, used)) {
        throw refused;
      }
      return work.apply(of(user));
    }
  }

  /// Whether the user has this customer no longer. That may be known by now without us.
  private boolean isGone(UUID user, String customer) {
    sync(customer);
    return !owner(user).flatMap(Owner::customer).equals(Optional.of(customer));
  }

  private Optional<Owner> owner(UUID user) {
    return database.inTransaction(
        tx -> tx.query(OWNER).bind("user", user).map(Owner::read).findOne());
  }

  private static final String GONE =
      """
      SELECT id FROM tally.stripe_customers WHERE user_id = :user AND is_deleted
      """;

  // Of one that was deleted since, Stripe does not say any more whose it was.
  private static final String CLAIM =
      """
      UPDATE tally.stripe_customers
         SET user_id = :user
       WHERE id = :id AND user_id IS NULL AND is_deleted
      """;

  /// Finds the customer that somebody made before, or makes one. Two at once send the same key, and
  /// get the same customer. Fetching it links it to the user.
  private void make(UUID user, Owner owner) {
    var gone =
        database.inTransaction(
            tx -> new HashSet<>(tx.query(GONE).bind("user", user).mapTo(String.class).list()));
    var customer =
        stripe.of(user).stream()
            .filter(each -> !gone.contains(each.id()))
            .min(Comparator.comparing(CustomerMaking::age).thenComparing(CustomerState::id))
            .orElseGet(() -> stripe.create(user, key(user, gone)));
    if (customer.email().isEmpty()) introduce(owner, customer.id());
    sync(customer.id());
    database.useTransaction(
        tx -> tx.update(CLAIM).bind("id", customer.id()).bind("user", user).execute());
  }

  private static Instant age(CustomerState customer) {
    return customer.madeAt().orElse(Instant.MAX);
  }

  // Stripe answers a key with the customer it made for it, even one that was deleted since.
  private static String key(UUID user, Set<String> gone) {
    return "tally-customer-" + user + (gone.isEmpty() ? "" : "-" + gone.size());
  }

  /// Says what the customer is called, where Stripe does not know it: what customers change there
  /// themselves stays. A purchase does not fail because of it.
  ///
  /// @return whether it was said
  private boolean introduce(Owner owner, String customer) {
    if (owner.email().isEmpty()) return false;
    try {
      stripe.introduce(customer, owner.email().get(), owner.name());
      return true;
    } catch (StripeRefused refused) {
      log.warn("The customer {} stays without e-mail address: {}", customer, refused.code());
      return false;
    }
  }

  private void sync(String customer) {
    syncing.sync(new Subject(Subject.Kind.CUSTOMER, customer));
  }
}
