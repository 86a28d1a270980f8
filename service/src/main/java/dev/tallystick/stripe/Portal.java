package dev.tallystick.stripe;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Database;
import java.util.Map;
import java.util.UUID;

/// Leads users to where Stripe lets them change cards, end subscriptions and see invoices.
/// Thread-safe.
public final class Portal {
  private final Database database;
  private final CheckoutApi stripe;
  private final CustomerMaking customers;

  Portal(Database database, CheckoutApi stripe, CustomerMaking customers) {
    this.database = database;
    this.stripe = stripe;
    this.customers = customers;
  }

  /// What came of asking for a link.
  public sealed interface Entry {
    /// @param url good for a short while
    record Link(String url) implements Entry {
      // Whoever has it is signed in as the user.
      @Override
      public String toString() {
        return "Link[url=***]";
      }
    }

    record UserUnknown() implements Entry {}

    record UserDeleted() implements Entry {}

    /// The user is suspended or closed, and never was a customer.
    record UserInactive() implements Entry {}
  }

  /// A link for a user; who never was a customer becomes one.
  ///
  /// @param returnUrl where the user comes back to
  public Entry enter(UUID user, String returnUrl, Actor by) {
    return customers.with(user, making -> enter(user, making, returnUrl, by));
  }

  private Entry enter(UUID user, Making making, String returnUrl, Actor by) {
    return switch (making) {
      case Making.Made(var customer) -> {
        var link = new Entry.Link(stripe.portal(customer, returnUrl));
        var line = Audit.Line.ofUser(by, Audit.Action.PORTAL_OPENED, user, Map.of());
        database.useTransaction(tx -> Audit.write(tx, line));
        yield link;
      }
      case Making.UserUnknown() -> new Entry.UserUnknown();
      case Making.UserDeleted() -> new Entry.UserDeleted();
      case Making.UserInactive() -> new Entry.UserInactive();
    };
  }
}
